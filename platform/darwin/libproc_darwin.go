//go:build cgo

package darwin

// #include <libproc.h>
// #include <sys/resource.h>
import "C"

import (
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// pidListThreadIDs is PROC_PIDLISTTHREADIDS of sys/proc_info_private.h in xnu: the IDs of pthread_threadid_np(3).
const pidListThreadIDs = 28

// newRecord returns a buffer for a structure, and for what a later macOS may add to it: the kernel fails with ENOMEM if
// its own does not fit.
func newRecord(size int) []byte { return make([]byte, size+256) }

// pidInfo returns what proc_pidinfo reports, a structure that has this size here.
func (p *process) pidInfo(name string, flavor C.int, size int) ([]byte, error) {
	buffer := newRecord(size)
	n, err := C.proc_pidinfo(C.int(p.pid), flavor, 0, unsafe.Pointer(&buffer[0]), C.int(len(buffer)))
	length, failure := p.written("proc_pidinfo("+name+")", int(n), err, len(buffer))
	return buffer[:length], failure
}

// written returns how many bytes a call of libproc has written. It returns none, and an errno, if it has failed.
func (p *process) written(name string, n int, err error, size int) (int, error) {
	if n > 0 && n <= size {
		return n, nil
	}
	if err == nil {
		err = unix.ESRCH
	}
	return 0, p.callError(name, err)
}

// pidList returns a list of unknown length, whose elements have a size.
func (p *process) pidList(name string, flavor C.int, elementSize int) ([]byte, error) {
	name = "proc_pidinfo(" + name + ")"
	list, ok, err := growingList(elementSize, func(buffer []byte) (int, error) {
		n, err := C.proc_pidinfo(C.int(p.pid), flavor, 0, unsafe.Pointer(&buffer[0]), C.int(len(buffer)))
		if n == 0 && err == nil { // an empty list, of a process that is alive
			if info, err := readProcess(p.pid); err != nil || !info.isZombie() {
				return 0, err
			}
		}
		return p.written(name, int(n), err, len(buffer))
	})
	if !ok {
		return nil, malformed(processCall(name, p.pid))
	}
	return list, err
}

// fdInfo returns what proc_pidfdinfo reports of a descriptor, a structure that has this size here. It is nil for a
// descriptor that has been closed, or of which the kernel reports nothing.
func (p *process) fdInfo(name string, flavor C.int, fd int32, size int) ([]byte, error) {
	buffer := newRecord(size)
	n, err := C.proc_pidfdinfo(C.int(p.pid), C.int(fd), flavor, unsafe.Pointer(&buffer[0]), C.int(len(buffer)))
	switch {
	case n > 0 && int(n) <= len(buffer):
		return buffer[:n], nil
	case err == unix.ENOMEM:
		return nil, sysError(processCall("proc_pidfdinfo("+name+")", p.pid), err)
	case err == unix.ESRCH:
		return nil, p.callError("proc_pidfdinfo("+name+")", err)
	}
	return nil, nil
}

// readExitStatus returns the status of a zombie, as wait(2) has it. kinfo_proc has it only where it fits 16 bits.
func readExitStatus(zombie *processInfo) uint32 {
	const findZombie = 1
	var info C.struct_proc_bsdinfo
	buffer := newRecord(int(unsafe.Sizeof(info)))
	n, _ := C.proc_pidinfo(C.int(zombie.pid), C.PROC_PIDTBSDINFO, findZombie, unsafe.Pointer(&buffer[0]), C.int(len(buffer)))
	if int(n) >= int(unsafe.Sizeof(info)) {
		return uint32((*C.struct_proc_bsdinfo)(unsafe.Pointer(&buffer[0])).pbi_xstatus)
	}
	return uint32(zombie.exitStatus)
}

func (p *process) readTask() (taskInfo, error) {
	answer, err := p.pidInfo("PROC_PIDTASKINFO", C.PROC_PIDTASKINFO, sizeofProcTaskinfo)
	if err != nil {
		return taskInfo{}, err
	}
	task, ok := decodeTaskInfo(answer)
	if !ok {
		return task, malformed(processCall("proc_pidinfo(PROC_PIDTASKINFO)", p.pid))
	}
	return task, nil
}

func (p *process) readCPUTimes() (platform.ProcessCPUTimes, error) {
	ticks, err := clockTicks()
	if err != nil {
		return platform.ProcessCPUTimes{}, err
	}
	var buffer [sizeofRusageInfoV2]byte
	result, err := C.proc_pid_rusage(C.int(p.pid), C.RUSAGE_INFO_V2, (*C.rusage_info_t)(unsafe.Pointer(&buffer[0])))
	if result != 0 {
		if err == nil {
			err = unix.ESRCH
		}
		return platform.ProcessCPUTimes{}, p.callError("proc_pid_rusage", err)
	}
	times, ok := decodeCPUTimes(buffer[:], ticks)
	if !ok {
		return times, malformed("sysctl hw.tbfrequency")
	}
	return times, nil
}

func (p *process) readThreads() ([]platform.Thread, error) {
	answer, err := p.pidList("PROC_PIDLISTTHREADIDS", pidListThreadIDs, 8)
	if err != nil {
		return nil, err
	}
	ids := decodeThreadIDs(answer)
	threads := make([]platform.Thread, 0, len(ids))
	for _, id := range ids {
		buffer := newRecord(sizeofProcThreadinfo)
		n, err := C.proc_pidinfo(C.int(p.pid), C.PROC_PIDTHREADID64INFO, C.uint64_t(id), unsafe.Pointer(&buffer[0]), C.int(len(buffer)))
		if n <= 0 || int(n) > len(buffer) {
			if err == unix.ENOMEM {
				return nil, sysError(processCall("proc_pidinfo(PROC_PIDTHREADID64INFO)", p.pid), err)
			}
			continue // the thread has ended
		}
		if t, ok := decodeThread(buffer[:n], id); ok {
			threads = append(threads, t)
		}
	}
	return threads, nil
}

func (p *process) readDescriptors() ([]descriptor, error) {
	answer, err := p.pidList("PROC_PIDLISTFDS", C.PROC_PIDLISTFDS, sizeofProcFdinfo)
	return decodeDescriptors(answer), err
}

func (p *process) readOpenFile(fd int32) (platform.OpenFile, bool, error) {
	answer, err := p.fdInfo("PROC_PIDFDVNODEPATHINFO", C.PROC_PIDFDVNODEPATHINFO, fd, sizeofVnodeFdinfowithpath)
	file, ok := decodeOpenFile(answer, fd)
	return file, ok, err
}

func (p *process) readSocket(fd int32) (socket, bool, error) {
	answer, err := p.fdInfo("PROC_PIDFDSOCKETINFO", C.PROC_PIDFDSOCKETINFO, fd, sizeofSocketFdinfo)
	s, ok := decodeSocket(answer, fd, p.pid)
	return s, ok, err
}

func (p *process) readCwd() (string, error) {
	answer, err := p.pidInfo("PROC_PIDVNODEPATHINFO", C.PROC_PIDVNODEPATHINFO, sizeofProcVnodepathinfo)
	if err != nil {
		return "", err
	}
	cwd, ok := decodeCwd(answer)
	if !ok {
		return "", malformed(processCall("proc_pidinfo(PROC_PIDVNODEPATHINFO)", p.pid))
	}
	return cwd, nil
}

// readExe returns the path of the executable, "" if it no longer has one.
func (p *process) readExe() (string, error) {
	buffer := make([]byte, C.PROC_PIDPATHINFO_MAXSIZE)
	n, err := C.proc_pidpath(C.int(p.pid), unsafe.Pointer(&buffer[0]), C.uint32_t(len(buffer)))
	if n > 0 && int(n) <= len(buffer) {
		return string(buffer[:n]), nil
	}
	if err == unix.ENOENT {
		return "", nil
	}
	if err == nil {
		err = unix.ESRCH
	}
	return "", p.callError("proc_pidpath", err)
}

// readUniquePages returns how many resident pages the process shares with no other, from all of its regions.
func (p *process) readUniquePages() (pages uint64, err error) {
	from, to := sharedRegion(p.cpuType())
	buffer := newRecord(sizeofProcRegioninfo)
	for address, first := uint64(0), true; ; first = false {
		n, err := C.proc_pidinfo(C.int(p.pid), C.PROC_PIDREGIONINFO, C.uint64_t(address), unsafe.Pointer(&buffer[0]), C.int(len(buffer)))
		length, failure := int(n), error(nil)
		if first || err == unix.EPERM || err == unix.ESRCH {
			length, failure = p.written("proc_pidinfo(PROC_PIDREGIONINFO)", int(n), err, len(buffer))
		}
		if failure != nil {
			return 0, failure
		}
		if length <= 0 { // EINVAL: there is no region behind the address
			return pages, nil
		}
		region, ok := decodeRegion(buffer[:min(length, len(buffer))])
		if !ok {
			return 0, malformed(processCall("proc_pidinfo(PROC_PIDREGIONINFO)", p.pid))
		}
		pages += region.uniquePages(from, to)
		if address, ok = region.next(address); !ok {
			return pages, nil
		}
	}
}

// cpuType returns the type of processor that the process runs on, natively or translated; 0 if it cannot be read.
func (p *process) cpuType() int32 {
	var info C.struct_proc_archinfo
	size := C.int(unsafe.Sizeof(info))
	if n, _ := C.proc_pidinfo(C.int(p.pid), C.PROC_PIDARCHINFO, 0, unsafe.Pointer(&info), size); n != size {
		return 0
	}
	return int32(info.p_cputype)
}
