package windows

import "github.com/libpsutil/libpsutil/platform"

const (
	sessionInfoSize   = 24  // WTS_SESSION_INFOW: its number, its name, its state
	clientAddressSize = 24  // WTS_CLIENT_ADDRESS
	wtsInfoSize       = 216 // WTSINFOW
)

// decodeSessionNumbers returns the numbers of the sessions in an array of WTS_SESSION_INFOW.
func decodeSessionNumbers(b *buffer) []uint32 {
	numbers := make([]uint32, len(b.bytes)/sessionInfoSize)
	for i := range numbers {
		numbers[i] = b.uint32(i * sessionInfoSize)
	}
	return numbers
}

// decodeClientAddress returns the IPv4 address in WTS_CLIENT_ADDRESS, "" for a session at this machine. The layout of
// other families is not documented.
func decodeClientAddress(b *buffer) string {
	if b.uint32(0) != afInet {
		return ""
	}
	return formatIP(platform.FamilyInet, b.slice(6, 4))
}

// decodeLogonTime returns the time of the logon in WTSINFOW in seconds since the epoch, that of the connection where
// there is none, and NaN without both.
func decodeLogonTime(b *buffer) float64 {
	for _, offset := range []int{200, 176} {
		if ticks := b.int64(offset); ticks != 0 {
			return secondsSinceEpoch(ticks)
		}
	}
	return platform.NaN
}
