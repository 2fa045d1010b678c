//go:build linux

package linux

import (
	"bytes"
	"math"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// smaps reads one of the two files for which the kernel walks over all of the process's pages: only for who asks.
func (p *process) readSmaps(path []byte, buf *[]byte) (err error) {
	*buf, err = p.readFile(path, (*buf)[:0], untilEOF)
	return err
}

func (p *process) MemoryFootprint() (platform.MemoryFootprint, error) {
	var pbuf pathBuf
	buf := getBuf()
	defer putBuf(buf)
	path := p.path(&pbuf, "smaps_rollup")
	err := p.readSmaps(path, buf)
	if err == unix.ENOENT || err == unix.ESRCH { // before Linux 4.14; and of who has no memory, whose smaps is empty
		path = p.path(&pbuf, "smaps")
		err = p.readSmaps(path, buf)
	}
	if err != nil {
		return platform.MemoryFootprint{}, p.fileMissing(path, err)
	}
	return parseFootprint(*buf), nil
}

// parseFootprint adds up what /proc/[pid]/smaps, or smaps_rollup in its one paragraph, says; an empty one is that of a
// zombie or a kernel thread, which have nothing.
func parseFootprint(b []byte) platform.MemoryFootprint {
	var m platform.MemoryFootprint
	if len(b) > 0 {
		m = platform.MemoryFootprint{USS: platform.NA, PSS: platform.NA, Swap: platform.NA}
	}
	for line := range bytes.Lines(b) {
		var into *int64
		rest := fields{text: line}
		switch string(rest.next()) {
		case "Private_Clean:", "Private_Dirty:", "Private_Hugetlb:":
			into = &m.USS
		case "Pss:":
			into = &m.PSS
		case "Swap:":
			into = &m.Swap
		default:
			continue
		}
		if n, ok := parseBytes(rest.next(), 1024); ok {
			*into = min(max(*into, 0), math.MaxInt64-n) + n
		}
	}
	return m
}

func (p *process) MemoryMaps() ([]platform.MemoryMap, error) {
	var pbuf pathBuf
	path := p.path(&pbuf, "smaps")
	buf := getBuf()
	defer putBuf(buf)
	if err := p.readSmaps(path, buf); err != nil {
		return nil, p.fileMissing(path, err)
	}
	if len(*buf) == 0 {
		return nil, p.explainEmpty(path, nil)
	}
	maps, err := parseSmaps(*buf)
	if err != nil {
		return nil, p.addPath(err)
	}
	for i := range maps {
		maps[i].Path = trimDeleted(maps[i].Path)
	}
	return maps, nil
}

// parseSmaps reads /proc/[pid]/smaps: for each mapping a line "from-to perms offset device inode path", and lines
// "Name: number kB" about it.
func parseSmaps(b []byte) ([]platform.MemoryMap, error) {
	var maps []platform.MemoryMap
	var sizes *platform.MemoryMapSizes
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		first := rest.next()
		if !bytes.HasSuffix(first, []byte{':'}) {
			m, err := parseMapping(first, &rest)
			if err != nil {
				return nil, err
			}
			maps = append(maps, m)
			sizes = &maps[len(maps)-1].MemoryMapSizes
			continue
		}
		if sizes == nil {
			return nil, parseError("smaps", "does not begin with a mapping")
		}
		var into *int64
		switch string(first) {
		case "Rss:":
			into = &sizes.RSS
		case "Size:":
			into = &sizes.Size
		case "Pss:":
			into = &sizes.PSS
		case "Shared_Clean:":
			into = &sizes.SharedClean
		case "Shared_Dirty:":
			into = &sizes.SharedDirty
		case "Private_Clean:":
			into = &sizes.PrivateClean
		case "Private_Dirty:":
			into = &sizes.PrivateDirty
		case "Referenced:":
			into = &sizes.Referenced
		case "Anonymous:":
			into = &sizes.Anonymous
		case "Swap:":
			into = &sizes.Swap
		default:
			continue
		}
		if n, ok := parseBytes(rest.next(), 1024); ok {
			*into = n
		}
	}
	return maps, nil
}

// parseMapping reads the line that begins a mapping, whose address is read already.
func parseMapping(addr []byte, rest *fields) (platform.MemoryMap, error) {
	perms := rest.next()
	for range 2 { // offset, device
		rest.next()
	}
	if !bytes.Contains(addr, []byte{'-'}) || len(rest.next()) == 0 {
		return platform.MemoryMap{}, parseError("smaps", "a mapping without address or inode")
	}
	return platform.MemoryMap{
		Path: parseMappedPath(rest.text[rest.pos:]), Addr: string(addr), Perms: string(perms),
		MemoryMapSizes: platform.MemoryMapSizes{
			RSS: platform.NA, Size: platform.NA, PSS: platform.NA, SharedClean: platform.NA, SharedDirty: platform.NA,
			PrivateClean: platform.NA, PrivateDirty: platform.NA, Referenced: platform.NA, Anonymous: platform.NA,
			Swap: platform.NA,
		},
	}, nil
}

// parseMappedPath reads the path at the end of a line. The kernel writes a newline in it as \012, and nothing else in
// another way: a name that really has these four characters cannot be told apart.
func parseMappedPath(b []byte) string {
	path := strings.TrimLeft(strings.TrimSuffix(string(b), "\n"), " ")
	if path == "" {
		return "[anon]"
	}
	return strings.ReplaceAll(path, `\012`, "\n")
}
