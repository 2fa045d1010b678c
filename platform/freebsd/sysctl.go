package freebsd

import (
	"strconv"
	"syscall"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// kernel reads a variable into old, and sets it to new unless that is nil. It returns how many bytes the value has or,
// for a nil old, about how many it would have. The error is the errno, ENOMEM for a value that is larger than old.
// Tests have one of their own.
type kernel func(mib []int32, old, new []byte) (int, error)

// nameToMIB returns the numbers of a variable, by the variable that the kernel has for this. The error is the errno,
// ENOENT for a variable that it does not have.
func (sysctl kernel) nameToMIB(name string) ([]int32, error) {
	const nameToOID = 3
	numbers := make(layout.Record, ctlMaxname*4)
	n, err := sysctl([]int32{0, nameToOID}, numbers, []byte(name))
	if err != nil {
		return nil, err
	}
	mib := make([]int32, n/4)
	for i := range mib {
		mib[i] = layout.Get(numbers, layout.Field[int32](4*i))
	}
	return mib, nil
}

// maxAttempts bounds how often a variable is read whose value keeps changing.
const maxAttempts = 6

// readMIB returns the value of a variable. It may grow while it is read, and the kernel cuts some lists without an
// error: the value is read again into a larger buffer until there is room for slack bytes more, the size of a record.
// The error is the errno: EBUSY for a list that keeps changing, or a process that is in execve.
func (sysctl kernel) readMIB(mib []int32, slack int) (b []byte, err error) {
	size := 0
	for range maxAttempts {
		if size == 0 {
			if size, err = sysctl(mib, nil, nil); err == syscall.EBUSY {
				continue
			}
			if err != nil {
				return nil, err
			}
			size += size/8 + slack + 1
		}
		platform.CheckMemory(size)
		b = make([]byte, size)
		n, failure := sysctl(mib, b, nil)
		switch {
		case failure == nil && size-n >= slack:
			return b[:n], nil
		case failure == nil || failure == syscall.ENOMEM:
			err = syscall.ENOMEM
			size *= 2
		case failure == syscall.EBUSY:
			err = failure
		default:
			return nil, failure
		}
	}
	return nil, err
}

// readVariable is readMIB by name.
func (sysctl kernel) readVariable(name string, slack int) ([]byte, error) {
	mib, err := sysctl.nameToMIB(name)
	if err != nil {
		return nil, sysError("sysctl "+name, err)
	}
	b, err := sysctl.readMIB(mib, slack)
	if err != nil {
		return nil, sysError("sysctl "+name, err)
	}
	return b, nil
}

// readRecord returns the value of a small variable.
func (sysctl kernel) readRecord(name string) ([]byte, error) { return sysctl.readVariable(name, 0) }

// readNumber returns the value of an unsigned variable.
func (sysctl kernel) readNumber(name string) (int64, error) {
	b, err := sysctl.readRecord(name)
	if err != nil {
		return 0, err
	}
	return decodeNumber("sysctl "+name, b)
}

// readInt returns the value of a variable of type int.
func (sysctl kernel) readInt(name string) (int64, error) {
	b, err := sysctl.readRecord(name)
	if err != nil {
		return 0, err
	}
	return decodeInt("sysctl "+name, b)
}

// isMissing reports whether an error means that the kernel does not have a variable or a device, or a directory a file.
func isMissing(err error) bool {
	e, ok := err.(*platform.Error)
	return ok && (e.OSError == int(syscall.ENOENT) || e.OSError == int(syscall.ENXIO))
}

// readOrDefault returns the value of read, or another if the kernel does not have the variable.
func readOrDefault(read func(name string) (int64, error), name string, fallback int64) (int64, error) {
	n, err := read(name)
	if isMissing(err) {
		return fallback, nil
	}
	return n, err
}

func indexed(prefix string, i int64, suffix string) string {
	return prefix + strconv.FormatInt(i, 10) + suffix
}
