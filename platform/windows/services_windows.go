package windows

import (
	"cmp"
	"slices"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/windows"
)

const serviceStatusSize = 36 // SERVICE_STATUS_PROCESS

// Services returns the services that are not drivers. Parts that this user may not read are left empty.
func (system) Services() ([]platform.Service, error) {
	manager, err := openServiceManager(windows.SC_MANAGER_CONNECT | windows.SC_MANAGER_ENUMERATE_SERVICE)
	if err != nil {
		return nil, err
	}
	defer windows.CloseServiceHandle(manager)
	all, err := enumServices(manager)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if service, err := openService(manager, all[i].Name, windows.SERVICE_QUERY_CONFIG); err == nil {
			readServiceConfig(service, &all[i])
			windows.CloseServiceHandle(service)
		}
	}
	slices.SortFunc(all, func(a, b platform.Service) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

func (system) Service(name string) (platform.Service, error) {
	none := platform.Service{}
	manager, err := openServiceManager(windows.SC_MANAGER_CONNECT)
	if err != nil {
		return none, err
	}
	defer windows.CloseServiceHandle(manager)
	service, err := openService(manager, name, windows.SERVICE_QUERY_CONFIG|windows.SERVICE_QUERY_STATUS)
	if err != nil {
		return none, err
	}
	defer windows.CloseServiceHandle(service)
	s := platform.Service{Name: name}
	b := newBuffer(serviceStatusSize)
	var needed uint32
	if err := windows.QueryServiceStatusEx(service, windows.SC_STATUS_PROCESS_INFO, b.pointer(), uint32(len(b.bytes)), &needed); err != nil {
		return none, sysError("QueryServiceStatusEx "+name, err)
	}
	decodeServiceStatus(&b, 0, &s)
	if err := readServiceConfig(service, &s); err != nil {
		return none, err
	}
	return s, nil
}

func openServiceManager(access uint32) (windows.Handle, error) {
	manager, err := windows.OpenSCManager(nil, nil, access)
	if err != nil {
		return 0, sysError("OpenSCManager", err)
	}
	return manager, nil
}

func openService(manager windows.Handle, name string, access uint32) (windows.Handle, error) {
	service, err := windows.OpenService(manager, utf16Pointer(name), access)
	switch err {
	case nil:
		return service, nil
	case windows.ERROR_SERVICE_DOES_NOT_EXIST, windows.ERROR_INVALID_NAME:
		e := sysError("service "+name, err)
		e.Code, e.Name = platform.NoSuchProcess, name
		return 0, e
	}
	return 0, sysError("OpenService "+name, err)
}

// enumServices returns the names and the state of all services. The system fills in at most 256 KiB at a time.
func enumServices(manager windows.Handle) (all []platform.Service, err error) {
	for resume, more := uint32(0), true; more; {
		b := newBuffer(256 << 10)
		var needed, count uint32
		err := windows.EnumServicesStatusEx(manager, windows.SC_ENUM_PROCESS_INFO, windows.SERVICE_WIN32, windows.SERVICE_STATE_ALL,
			b.pointer(), uint32(len(b.bytes)), &needed, &count, &resume, nil)
		more = err == windows.ERROR_MORE_DATA && count > 0
		if err != nil && !more {
			return nil, sysError("EnumServicesStatusEx", err)
		}
		all = append(all, decodeServices(&b, int(count))...)
		if err := b.err("EnumServicesStatusEx"); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// readServiceConfig adds the configuration of a service, and its description if that can be read: it may be in a file
// that is missing.
func readServiceConfig(service windows.Handle, s *platform.Service) error {
	b, err := queryServiceConfig(service)
	if err != nil {
		return sysError("QueryServiceConfig "+s.Name, err)
	}
	decodeServiceConfig(&b, s)
	if err := b.err("QueryServiceConfig " + s.Name); err != nil {
		return err
	}
	if b, err := queryServiceDescription(service); err == nil {
		s.Description = decodeServiceDescription(&b)
	}
	return nil
}

func queryServiceConfig(service windows.Handle) (buffer, error) {
	return retrySize(2048, isInsufficientBuffer, func(b *buffer, size uint32) (uint32, error) {
		var needed uint32
		config := (*windows.QUERY_SERVICE_CONFIG)(unsafe.Pointer(b.pointer()))
		if err := windows.QueryServiceConfig(service, config, size, &needed); err != nil {
			return needed, err
		}
		return size, nil
	})
}

func queryServiceDescription(service windows.Handle) (buffer, error) {
	return retrySize(1024, isInsufficientBuffer, func(b *buffer, size uint32) (uint32, error) {
		var needed uint32
		if err := windows.QueryServiceConfig2(service, windows.SERVICE_CONFIG_DESCRIPTION, b.pointer(), size, &needed); err != nil {
			return needed, err
		}
		return size, nil
	})
}
