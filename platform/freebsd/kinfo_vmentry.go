package freebsd

import (
	"strconv"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

// minimumKinfoVmentry is the size up to the path, which the kernel cuts to its length.
const minimumKinfoVmentry = int(kinfoVmentryPath)

// memoryTypes are the names of mappings without a path, by kve_type.
var memoryTypes = map[int32]string{
	kvmeTypeNone: "[none]", kvmeTypeDefault: "[default]", kvmeTypeVnode: "[vnode]", kvmeTypeSwap: "[swap]", kvmeTypeDevice: "[device]",
	kvmeTypePhys: "[phys]", kvmeTypeDead: "[dead]", kvmeTypeSG: "[sg]", kvmeTypeMgtdevice: "[mgtdevice]", kvmeTypeGuard: "[guard]",
}

// decodeMemoryMaps decodes the answer to kern.proc.vmmap: struct kinfo_vmentry, in the order of addresses.
func decodeMemoryMaps(what string, b []byte, pageSize int64) ([]platform.MemoryMap, error) {
	records, err := splitRecords(what, b, kinfoVmentryStructsize, minimumKinfoVmentry)
	if err != nil {
		return nil, err
	}
	maps := make([]platform.MemoryMap, len(records))
	for i, r := range records {
		const na = platform.NA
		start, end := layout.Get(r, kinfoVmentryStart), layout.Get(r, kinfoVmentryEnd)
		m := &maps[i]
		m.Addr = strconv.FormatUint(start, 16) + "-" + strconv.FormatUint(end, 16)
		m.Perms = permissions(layout.Get(r, kinfoVmentryProtection))
		m.MemoryMapSizes = platform.MemoryMapSizes{
			RSS:  platform.MultiplySaturated(int64(layout.Get(r, kinfoVmentryResident)), pageSize),
			Size: platform.Saturated(max(end, start) - start),
			PSS:  na, SharedClean: na, SharedDirty: na, PrivateClean: na, PrivateDirty: na, Referenced: na, Anonymous: na, Swap: na,
			PrivateRSS:  platform.MultiplySaturated(int64(layout.Get(r, kinfoVmentryPrivateResident)), pageSize),
			RefCount:    int64(max(layout.Get(r, kinfoVmentryRefCount), 0)),
			ShadowCount: int64(max(layout.Get(r, kinfoVmentryShadowCount), 0)),
		}
		m.Path = layout.CString(r[kinfoVmentryPath:])
		if m.Path == "" {
			name, known := memoryTypes[layout.Get(r, kinfoVmentryType)]
			if !known {
				name = "[unknown]"
			}
			m.Path = name
		}
	}
	return maps, nil
}

// permissions returns what may be done with a mapping, as procstat(1) shows it.
func permissions(protection int32) string {
	text := []byte("---")
	for i, bit := range []int32{kvmeProtRead, kvmeProtWrite, kvmeProtExec} {
		if protection&bit != 0 {
			text[i] = "rwx"[i]
		}
	}
	return string(text)
}
