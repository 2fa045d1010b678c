package windows

import (
	"slices"
	"strconv"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

var (
	procSetProcessAffinityMask  = kernel32.NewProc("SetProcessAffinityMask")
	procGetProcessAffinityMask  = kernel32.NewProc("GetProcessAffinityMask")
	procGetProcessGroupAffinity = kernel32.NewProc("GetProcessGroupAffinity")
)

const (
	processIOPriority = 33 // PROCESSINFOCLASS
	maxIOPriority     = 3  // IoPriorityHigh
)

// Nice returns the priority class. That of a process that may not be opened follows from its base priority.
func (p *process) Nice() (int32, error) {
	class, err := fromQueryOrInfo(p, windows.ProcessPriorityClass, priorityClassSize, processHandle.priorityClass,
		(*processInfo).priorityClass)
	if err == nil && class == platform.NA {
		err = deniedPriority(p.pid)
	}
	return class, err
}

func deniedPriority(pid int64) error {
	return platform.NewError(platform.AccessDenied, processCall("process", pid), "its priority class cannot be read")
}

// SetNice sets the priority class. Windows gives HIGH in place of REALTIME to a user who may not have that.
func (p *process) SetNice(id platform.Identity, value int32) error {
	if value == 0 || !slices.Contains(priorityClasses[:], value) {
		return platform.NewInvalidArgument("value", strconv.Itoa(int(value))+": expected one of PSUTIL_*_PRIORITY_CLASS")
	}
	h, err := openVerified(id, windows.PROCESS_SET_INFORMATION)
	if err != nil {
		return err
	}
	defer h.close()
	return h.changed("SetPriorityClass", windows.SetPriorityClass(h.handle, uint32(value)))
}

// changed converts the error of a call that changes the process: an exited one refuses with various errors.
func (h processHandle) changed(name string, err error) error {
	switch {
	case err == nil:
		return nil
	case h.hasExited():
		return errExited(h.pid)
	}
	return sysError(processCall(name, h.pid), err)
}

// IONice returns the I/O priority as the class.
func (p *process) IONice() (platform.IONice, error) {
	class, err := fromHandle(p, limited, processHandle.ioPriority)
	return platform.IONice{Class: class}, err
}

func (h processHandle) ioPriority() (int32, error) {
	b, err := h.query(processIOPriority, 4)
	return int32(b.uint32(0)), err
}

func (p *process) SetIONice(id platform.Identity, nice platform.IONice) error {
	if nice.Class < 0 || nice.Class > maxIOPriority {
		return platform.NewInvalidArgument("ioclass", strconv.Itoa(int(nice.Class))+": expected one of PSUTIL_IOPRIO_VERYLOW to HIGH")
	}
	if nice.Value != 0 {
		return platform.NewInvalidArgument("value", strconv.Itoa(int(nice.Value))+": expected 0 on Windows")
	}
	h, err := openVerified(id, windows.PROCESS_SET_INFORMATION)
	if err != nil {
		return err
	}
	defer h.close()
	priority := nice.Class
	err = windows.NtSetInformationProcess(h.handle, processIOPriority, unsafe.Pointer(&priority), uint32(unsafe.Sizeof(priority)))
	return h.changed("NtSetInformationProcess", err)
}

func (h processHandle) affinity() (a affinity, err error) {
	if ok, _, err := procGetProcessAffinityMask.Call(uintptr(h.handle), uintptr(unsafe.Pointer(&a.mask)), uintptr(unsafe.Pointer(&a.system))); ok == 0 {
		return a, sysError(processCall("GetProcessAffinityMask", h.pid), err)
	}
	a.groups = h.groups()
	return a, nil
}

// groups returns the processor groups that the process has threads in.
func (h processHandle) groups() []uint16 {
	if processorGroups() <= 1 {
		return []uint16{0}
	}
	var groups [64]uint16
	n := uint16(len(groups))
	ok, _, _ := procGetProcessGroupAffinity.Call(uintptr(h.handle), uintptr(unsafe.Pointer(&n)), uintptr(unsafe.Pointer(&groups[0])))
	if ok == 0 || n == 0 || int(n) > len(groups) {
		n = 1
	}
	return groups[:n]
}

// groupSizes returns how many CPUs the groups have, up to the last of the given ones.
func groupSizes(groups []uint16) []int {
	sizes := make([]int, slices.Max(groups)+1)
	for group := range sizes {
		sizes[group] = int(windows.GetActiveProcessorCount(uint16(group)))
	}
	return sizes
}

// CPUAffinity returns the CPUs that the process may run on.
func (p *process) CPUAffinity() ([]int64, error) {
	var groups []uint16
	basic, err := fromHandle(p, limited, func(h processHandle) (basicInformation, error) {
		groups = h.groups()
		return h.basic()
	})
	if err != nil {
		return nil, err
	}
	a := affinity{mask: basic.affinity, groups: groups}
	return a.cpus(groupSizes(a.groups)), nil
}

// SetCPUAffinity binds the process to CPUs of its own group.
func (p *process) SetCPUAffinity(id platform.Identity, cpus []int64) error {
	h, err := openVerified(id, windows.PROCESS_SET_INFORMATION)
	if err != nil {
		return err
	}
	defer h.close()
	a, err := h.affinity()
	if err != nil {
		return err
	}
	mask, err := a.maskOf(cpus, groupSizes(a.groups))
	if err != nil {
		return err
	}
	ok, _, err := procSetProcessAffinityMask.Call(uintptr(h.handle), uintptr(mask))
	if ok != 0 {
		return nil
	}
	return h.changed("SetProcessAffinityMask", err)
}
