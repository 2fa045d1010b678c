package windows

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// UserName returns the process's user, as DOMAIN\user.
func (p *process) UserName() (string, error) {
	return cached(p, "user", func() (string, error) {
		sid, err := p.userSID()
		if err != nil {
			return "", err
		}
		if p.row != nil {
			return p.row.account(sid)
		}
		return accountName(sid)
	})
}

// userSID returns the security identifier of the process's user. The kernel's processes are the system's.
func (p *process) userSID() (*windows.SID, error) {
	if p.pid == idlePID || p.pid == systemPID {
		if err := p.exists(); err != nil {
			return nil, err
		}
		return localSystem()
	}
	return fromQuery(p, tokenUser, tokenUserSize, processHandle.userSID)
}

func localSystem() (*windows.SID, error) {
	sid, err := windows.CreateWellKnownSid(windows.WinLocalSystemSid)
	if err != nil {
		return nil, sysError("CreateWellKnownSid", err)
	}
	return sid, nil
}

func (h processHandle) userSID() (*windows.SID, error) {
	b, err := h.query(tokenUser, tokenUserSize)
	if err != nil {
		return nil, err
	}
	sid, ok := b.follow(0)
	b.slice(sid, 8+4*int(b.uint8(sid+1))) // with its subauthorities
	if !ok || b.malformed {
		return nil, malformedAnswer(h.queryName(tokenUser))
	}
	return (*windows.SID)(unsafe.Pointer(&b.bytes[sid])), nil
}

// accountName returns the name of an account as DOMAIN\user, or its security identifier as text if it has no name.
func accountName(sid *windows.SID) (string, error) {
	name, domain, _, err := sid.LookupAccount("")
	switch {
	case err == windows.ERROR_NONE_MAPPED:
		return sid.String(), nil
	case err != nil:
		return "", sysError("LookupAccountSid("+sid.String()+")", err)
	}
	return domain + `\` + name, nil
}
