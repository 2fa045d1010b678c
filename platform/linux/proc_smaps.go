//go:build linux

package linux

import (
	"bytes"
	"strings"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// readSmaps reads smaps or smaps_rollup. For both the kernel walks over all pages of the process, which is slow.
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
	if err == unix.ENOENT || err == unix.ESRCH { // before Linux 4.14; and for a process without memory, whose smaps is empty
		path = p.path(&pbuf, "smaps")
		err = p.readSmaps(path, buf)
	}
	if err != nil || len(*buf) == 0 {
		if t := p.livingThread(); t != nil {
			return t.MemoryFootprint()
		}
	}
	if err != nil {
		return platform.MemoryFootprint{}, p.fileMissing(path, err)
	}
	return parseFootprint(*buf), nil
}

// parseFootprint sums up /proc/[pid]/smaps, or smaps_rollup, which has a single paragraph. It is empty for a zombie and
// for a kernel thread, which have no memory.
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
			*into = platform.AddSaturated(max(*into, 0), n)
		}
	}
	return m
}

func (p *process) MemoryMaps() ([]platform.MemoryMap, error) {
	return fromLivingThread(p, (*process).readMaps)
}

func (p *process) readMaps() ([]platform.MemoryMap, error) {
	var pbuf pathBuf
	path := p.path(&pbuf, "smaps")
	buf := getBuf()
	defer putBuf(buf)
	switch err := p.readSmaps(path, buf); {
	case err == unix.EACCES || err == unix.EPERM: // also for zombies of other users
		return nil, p.explainEmpty(path, sysError(pathString(path), err))
	case err != nil:
		return nil, p.fileMissing(path, err)
	}
	if len(*buf) == 0 {
		return nil, p.explainEmpty(path, nil)
	}
	mappings := parseSmaps(*buf)
	maps := make([]platform.MemoryMap, len(mappings))
	for i := range mappings {
		maps[i] = mappings[i].MemoryMap
		maps[i].Path = p.mappedPath(&mappings[i])
	}
	return maps, nil
}

// mapping is a MemoryMap and the identity of its file. Path is as the kernel writes it.
type mapping struct {
	platform.MemoryMap
	major, minor uint32
	inode        uint64
}

// parseSmaps parses /proc/[pid]/smaps: for each mapping a line "from-to perms offset device inode path", and lines
// "Name: number kB" about it. A mapping whose first line is malformed is skipped.
func parseSmaps(b []byte) []mapping {
	var maps []mapping
	var sizes *platform.MemoryMapSizes
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		first := rest.next()
		if !bytes.HasSuffix(first, []byte{':'}) {
			sizes = nil
			if m, ok := parseMapping(first, &rest); ok {
				maps = append(maps, m)
				sizes = &maps[len(maps)-1].MemoryMapSizes
			}
			continue
		}
		if sizes == nil {
			continue
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
	return maps
}

// parseMapping parses the first line of a mapping behind its address. ok is false without address, permissions or
// inode.
func parseMapping(addr []byte, rest *fields) (m mapping, ok bool) {
	perms := rest.next()
	rest.next() // offset
	major, minor, _ := bytes.Cut(rest.next(), []byte{':'})
	inode := rest.next()
	if !bytes.Contains(addr, []byte{'-'}) || len(inode) == 0 {
		return m, false
	}
	x, _ := parseHex(major)
	y, _ := parseHex(minor)
	m.major, m.minor = uint32(x), uint32(y)
	m.inode, _ = parseInode(inode)
	m.Path = strings.TrimLeft(strings.TrimSuffix(string(rest.text[rest.pos:]), "\n"), " ")
	if m.Path == "" {
		m.Path = "[anon]"
	}
	m.Addr, m.Perms = string(addr), string(perms)
	m.MemoryMapSizes = platform.MemoryMapSizes{
		RSS: platform.NA, Size: platform.NA, PSS: platform.NA, SharedClean: platform.NA, SharedDirty: platform.NA,
		PrivateClean: platform.NA, PrivateDirty: platform.NA, Referenced: platform.NA, Anonymous: platform.NA,
		Swap: platform.NA, PrivateRSS: platform.NA, RefCount: platform.NA, ShadowCount: platform.NA,
	}
	return m, true
}

// escapedNewline is how smaps writes a newline in a path. It escapes nothing else, so that a path with these four
// characters looks the same.
const escapedNewline = `\012`

// mappedPath returns the path of a mapped file, without the suffix of a deleted one.
func (p *process) mappedPath(m *mapping) string {
	path := m.Path
	if strings.Contains(path, escapedNewline) {
		path = p.unescapeMapped(m)
	}
	trimmed, found := strings.CutSuffix(path, deletedSuffix)
	if found && !p.isMapped(path, m) {
		return trimmed
	}
	return path
}

// unescapeMapped distinguishes a newline from the four characters of its escape: by the link in map_files, which has
// the path as it is, or else by which of both names the mapped file.
func (p *process) unescapeMapped(m *mapping) string {
	unescaped := strings.ReplaceAll(m.Path, escapedNewline, "\n")
	var pbuf pathBuf
	buf := make([]byte, unix.PathMax)
	if link, err := readLink(p.dirFD(), p.path(&pbuf, "map_files/"+mapFileName(m.Addr)), buf); err == nil {
		return string(link)
	}
	for _, suffix := range []string{"", deletedSuffix} {
		if p.isMapped(strings.TrimSuffix(m.Path, suffix), m) {
			return m.Path
		}
	}
	return unescaped
}

// mapFileName returns the name of a mapping in map_files, whose addresses have no leading zeros.
func mapFileName(addr string) string {
	from, to, _ := strings.Cut(addr, "-")
	trim := func(s string) string { return strings.TrimLeft(s[:max(len(s)-1, 0)], "0") + s[max(len(s)-1, 0):] }
	return trim(from) + "-" + trim(to)
}

// isMapped reports whether a path names the file of a mapping. The device of a file system without a block device
// (btrfs, overlay) may differ between smaps and stat.
func (p *process) isMapped(path string, m *mapping) bool {
	var st unix.Stat_t
	if m.inode == 0 || p.statPath(path, &st) != nil || st.Ino != m.inode {
		return false
	}
	return m.major == 0 || m.major == unix.Major(uint64(st.Dev)) && m.minor == unix.Minor(uint64(st.Dev))
}
