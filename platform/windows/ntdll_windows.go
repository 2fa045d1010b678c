package windows

import (
	"strconv"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Libraries outside of kernel32 and ntdll are loaded when they are first used.
var (
	ntdll    = windows.NewLazySystemDLL("ntdll.dll")
	kernel32 = windows.NewLazySystemDLL("kernel32.dll")
)

// maxAnswer bounds the buffers of calls whose size is retried.
const maxAnswer = 1 << 30

// newBuffer returns a zeroed buffer: some calls leave fields out that they do not fill in.
func newBuffer(size uint32) buffer {
	bytes := make([]byte, max(size, 8))
	return buffer{bytes: bytes, address: uint64(uintptr(unsafe.Pointer(&bytes[0])))}
}

// pointer returns the first byte for a system call.
func (b *buffer) pointer() *byte { return &b.bytes[0] }

// retrySize calls query with a buffer that grows until the answer fits. query returns how many bytes it has written or
// needs, and an error that isTooSmall recognizes.
func retrySize(size uint32, isTooSmall func(error) bool, query func(b *buffer, size uint32) (uint32, error)) (buffer, error) {
	return retryFrom(newBuffer(size), isTooSmall, query)
}

// retryFrom is retrySize with a zeroed buffer to begin with.
func retryFrom(b buffer, isTooSmall func(error) bool, query func(b *buffer, size uint32) (uint32, error)) (buffer, error) {
	for {
		size := uint32(len(b.bytes))
		n, err := query(&b, size)
		switch {
		case err == nil:
			b.bytes = b.bytes[:min(n, size)]
			return b, nil
		case !isTooSmall(err) || size >= maxAnswer:
			return buffer{}, err
		}
		// The answer grows between two calls, as processes start.
		b = newBuffer(min(max(min(n, maxAnswer)/8*9, 2*size), maxAnswer))
	}
}

func isLengthMismatch(err error) bool {
	return err == windows.STATUS_INFO_LENGTH_MISMATCH || err == windows.STATUS_BUFFER_TOO_SMALL || err == windows.STATUS_BUFFER_OVERFLOW
}

func isInsufficientBuffer(err error) bool {
	return err == windows.ERROR_INSUFFICIENT_BUFFER || err == windows.ERROR_BUFFER_OVERFLOW || err == windows.ERROR_MORE_DATA
}

// querySystemInformation returns the answer of NtQuerySystemInformation. size is the first size to try.
func querySystemInformation(class int32, size uint32) (buffer, error) {
	return querySystemInto(newBuffer(size), class)
}

// querySystemInto is querySystemInformation with a zeroed buffer to begin with.
func querySystemInto(first buffer, class int32) (buffer, error) {
	b, err := retryFrom(first, isLengthMismatch, func(b *buffer, size uint32) (n uint32, err error) {
		err = windows.NtQuerySystemInformation(class, unsafe.Pointer(b.pointer()), size, &n)
		return n, err
	})
	if err != nil {
		return b, sysError(systemInformationName(class), err)
	}
	return b, nil
}

// systemInformationName names a class of NtQuerySystemInformation in errors.
func systemInformationName(class int32) string {
	return "NtQuerySystemInformation(" + strconv.Itoa(int(class)) + ")"
}

// utf16Pointer returns a NUL-terminated UTF-16 string for a system call.
func utf16Pointer(text string) *uint16 { return &append(encodeUTF16(text), 0)[0] }
