package windows

import (
	"math"
	"testing"
)

func TestDecodeSessions(t *testing.T) {
	b := build(2*sessionInfoSize).put32(0, 0).put32(sessionInfoSize, 0x10001).buffer()
	equal(t, "numbers", decodeSessionNumbers(b), []uint32{0, 0x10001})
	decoded(t, b)
}

func TestDecodeClientAddress(t *testing.T) {
	b := build(clientAddressSize).put32(0, afInet).put(6, 192, 0, 2, 77).buffer()
	equal(t, "IPv4", decodeClientAddress(b), "192.0.2.77")
	equal(t, "IPv6", decodeClientAddress(build(clientAddressSize).put32(0, afInet6).buffer()), "")
	equal(t, "none", decodeClientAddress(build(clientAddressSize).buffer()), "")
	decoded(t, b)
}

func TestDecodeLogonTime(t *testing.T) {
	const newYear2024 = 133485408000000000 // 1704067200 as a FILETIME
	b := build(wtsInfoSize).put64(176, newYear2024-7e7).put64(200, newYear2024+5e6).buffer()
	equal(t, "logon", decodeLogonTime(b), 1704067200.5)
	equal(t, "connection", decodeLogonTime(build(wtsInfoSize).put64(176, newYear2024).buffer()), 1704067200)
	if c := captured(t, "session_info"); !math.IsNaN(decodeLogonTime(c)) {
		t.Errorf("captured: %v, want NaN: Wine has no times", decodeLogonTime(c))
	}
	decoded(t, b)
	b = build(100).buffer()
	decodeLogonTime(b)
	malformed(t, "a short answer", b)
}

func FuzzDecodeUsers(f *testing.F) {
	f.Add(captured(f, "session_info").bytes)
	f.Add(build(clientAddressSize).put32(0, afInet).bytes)
	f.Fuzz(func(t *testing.T, content []byte) {
		if n := len(decodeSessionNumbers(&buffer{bytes: content})); n != len(content)/sessionInfoSize {
			t.Errorf("%d sessions in %d bytes", n, len(content))
		}
		if len(content) >= clientAddressSize { // as the caller checks
			decodeClientAddress(&buffer{bytes: content})
		}
		if started := decodeLogonTime(&buffer{bytes: content}); math.IsInf(started, 0) {
			t.Error(started)
		}
	})
}
