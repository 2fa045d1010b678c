package windows

import (
	"os"
	"os/exec"
	"testing"

	"golang.org/x/sys/windows"
)

// captureProcess saves what the system says of a helper, which is a copy of the test in the root directory: its answers
// do not contain the test's path.
func captureProcess(t *testing.T, save func(name string, b buffer, err error)) {
	self, err := os.Executable()
	noError(t, "Executable", err)
	program, err := os.ReadFile(self)
	noError(t, "ReadFile", err)
	noError(t, "WriteFile", os.WriteFile(`C:\helper.exe`, program, 0o755))
	t.Cleanup(func() { os.Remove(`C:\helper.exe`) })
	cmd := startHelper(t, func(cmd *exec.Cmd) {
		cmd.Path, cmd.Args[0] = `C:\helper.exe`, `C:\helper.exe`
	}, "open", `C:\open ä日.txt`)
	t.Cleanup(func() { os.Remove(`C:\open ä日.txt`) })
	b, err := querySystemInformation(windows.SystemProcessInformation, minProcessListSize)
	save("process_list", trim(b), err)
	b, err = querySystemInformation(systemExtendedHandleInformation, 64<<10)
	save("system_handles", trim(b), err)
	h, err := openProcess(int64(cmd.Process.Pid), full)
	if err != nil {
		t.Fatal(err)
	}
	defer h.close()
	for name, class := range map[string]struct {
		number int32
		size   uint32
	}{
		"process_times":    {windows.ProcessTimes, processTimesSize},
		"process_basic":    {windows.ProcessBasicInformation, basicInformationSize},
		"process_memory":   {windows.ProcessVmCounters, vmCountersSize},
		"process_priority": {windows.ProcessPriorityClass, priorityClassSize},
	} {
		b, err := h.query(class.number, class.size)
		save(name, b, err)
	}
	basic, err := h.basic()
	noError(t, "basic", err)
	peb, err := h.read(basic.peb, 0x18)
	noError(t, "PEB", err)
	image := (&buffer{bytes: peb}).uint64(0x10) // ImageBaseAddress
	b = newBuffer(regionSize)
	err = h.queryMemory(memoryBasicInformation, image, &b)
	save("memory_region", b, err)
	b = newBuffer(256)
	err = h.queryMemory(memoryMappedFilename, image, &b)
	save("mapped_file", b, err)
}
