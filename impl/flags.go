package impl

import (
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
)

// CheckFlags returns an error if flags has bits beside the known ones, whose constants begin with prefix.
func CheckFlags(flags, known int32, prefix string) error {
	if flags&^known == 0 {
		return nil
	}
	return platform.NewInvalidArgument("flags",
		"0x"+strconv.FormatUint(uint64(uint32(flags)), 16)+": expected bits of "+prefix+"*")
}
