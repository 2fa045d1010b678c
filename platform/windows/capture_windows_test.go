package windows

import (
	"encoding/binary"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/windows"
)

var capture = flag.String("capture", "", "write the answers of system calls into this directory, for testdata")

// TestCapture writes what the decoders' tests read: the address of a buffer, then its bytes.
func TestCapture(t *testing.T) {
	if *capture == "" {
		t.Skip("-capture is not set")
	}
	save := func(name string, b buffer, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		content := append(binary.LittleEndian.AppendUint64(nil, b.address), b.bytes...)
		if err := os.WriteFile(filepath.Join(*capture, name+".bin"), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	processors, err := perCPUInformation(windows.SystemProcessorPerformanceInformation, processorPerformanceSize)
	save("processor_performance", processors[0], err)
	b, err := queryPerformance()
	save("performance", b, err)
	b, err = queryCores()
	save("cores", b, err)
	b, err = queryProcessorPower()
	save("processor_power", b, err)
	b, err = querySystemInformation(windows.SystemBasicInformation, basicSystemSize)
	save("basic", b, err)
	b, err = queryAdapters()
	save("adapters", trim(b), err)
	b, err = queryIfTable()
	save("if_table", b, err)
	openSockets(t)
	for i, name := range []string{"tcp4", "tcp6", "udp4", "udp6"} {
		b, err = socketTables[i].read()
		save(name, trim(b), err)
	}
	b, err = querySession(1, wtsSessionInfo)
	save("session_info", b, err)
	manager, err := openServiceManager(windows.SC_MANAGER_CONNECT | windows.SC_MANAGER_ENUMERATE_SERVICE)
	if err != nil {
		t.Fatal(err)
	}
	defer windows.CloseServiceHandle(manager)
	service, err := openService(manager, "Eventlog", windows.SERVICE_QUERY_CONFIG)
	if err != nil {
		t.Fatal(err)
	}
	defer windows.CloseServiceHandle(service)
	b, err = queryServiceConfig(service)
	save("service_config", trim(b), err)
	b, err = queryServiceDescription(service)
	save("service_description", trim(b), err)
	var needed, count, resume uint32
	b = newBuffer(256 << 10)
	err = windows.EnumServicesStatusEx(manager, windows.SC_ENUM_PROCESS_INFO, windows.SERVICE_WIN32, windows.SERVICE_STATE_ALL,
		b.pointer(), uint32(len(b.bytes)), &needed, &count, &resume, nil)
	save("services", trim(b), err)
	captureProcess(t, save)
}

// trim cuts the zeros off the end, but for a few that may belong to a last number or string.
func trim(b buffer) buffer {
	n := len(b.bytes)
	for n > 0 && b.bytes[n-1] == 0 {
		n--
	}
	b.bytes = b.bytes[:min((n+16)&^7, len(b.bytes))]
	return b
}
