//go:build linux

package linux

import (
	"bytes"

	"golang.org/x/sys/unix"
)

// mapsSearch searches /proc/[pid]/maps for a mapping of the target.
type mapsSearch struct {
	process *process
	target  *fileTarget
	found   bool
	other   fileID // a file that is not the target
}

func (m *mapsSearch) line(line []byte, _ bool) {
	if m.found {
		return
	}
	addr, path, id, ok := parseMappedFile(line)
	if !ok || id == m.other {
		return
	}
	t := m.target
	switch {
	case t.hidesNumbers() || t.isDevice() && !t.wholeDevice:
		m.found = m.isTarget(addr, path)
	case t.wholeDevice:
		m.found = id.device == t.device
	case id.inode == t.inode:
		m.found = id.device == t.device || m.isTarget(addr, path)
	}
	m.other = id
}

func (m *mapsSearch) end() {}

// isTarget identifies a mapped file by its link in map_files or, without the right to follow that, by its path.
func (m *mapsSearch) isTarget(addr, path []byte) bool {
	p := m.process
	var pbuf pathBuf
	var id fileID
	switch err := statID(p.dirFD(), p.path(&pbuf, "map_files/"+mapFileName(string(addr))), &id); err {
	case nil:
		return m.target.includes(&id)
	case unix.EACCES, unix.EPERM:
	default:
		if p.tid == 0 { // a thread has no map_files
			return false
		}
	}
	if len(path) == 0 || path[0] != '/' {
		return false
	}
	inNamespace := p.path(&pbuf, "root"+string(path)) // or else the path is as this thread's root directory shows it
	return statID(p.dirFD(), inNamespace, &id) == nil && m.target.includes(&id) || m.target.isNamed(path)
}

// parseMappedFile parses a line of /proc/[pid]/maps: "from-to perms offset major:minor inode path". ok is false for
// memory without a file.
func parseMappedFile(line []byte) (addr, path []byte, id fileID, ok bool) {
	rest := fields{text: line}
	addr = rest.next()
	rest.next() // permissions
	rest.next() // offset
	major, minor, _ := bytes.Cut(rest.next(), []byte{':'})
	x, okMajor := parseHex(major)
	y, okMinor := parseHex(minor)
	inode, okInode := parseInode(rest.next())
	if !okMajor || !okMinor || !okInode || inode == 0 || !bytes.Contains(addr, []byte{'-'}) {
		return nil, nil, id, false
	}
	id = fileID{device: unix.Mkdev(uint32(x), uint32(y)), inode: inode}
	return addr, bytes.TrimLeft(rest.text[rest.pos:], " "), id, true
}
