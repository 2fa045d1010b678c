//go:build linux

package linux

import (
	"bytes"
	"slices"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// numbers lists the entries of a folder that are numbers, from least on, ascending: processes, threads, descriptors. The
// error is the bare errno, or a complaint.
func numbers(at int, path []byte, least int64) ([]int64, error) {
	fd, err := openAt(at, path, unix.O_DIRECTORY)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	all, err := numbersIn(fd, least)
	return all, about(what(path), err)
}

// numbersIn is numbers of a folder that is open already, and was not read yet.
func numbersIn(fd int, least int64) ([]int64, error) {
	all := make([]int64, 0, 512)
	err := listOpen(fd, func(name []byte) {
		if n, ok := parseCount(name); ok && n >= least && (n == 0 || possible(n)) {
			all = append(all, n)
		}
	})
	slices.Sort(all)
	return all, err
}

// descriptors lists the process's open descriptors. Who has ended has none, and neither has a kernel thread; their
// folder is shown to root only.
func (p *process) descriptors() ([]int64, error) {
	var room space
	path := p.path(&room, "fd")
	fds, err := numbers(p.at(), path, 0)
	if err != nil {
		return nil, p.noDescriptors(path, err)
	}
	return fds, nil
}

// noDescriptors says what it means that the folder of descriptors cannot be read.
func (p *process) noDescriptors(path []byte, err error) error {
	switch err {
	case unix.EACCES, unix.EPERM:
		return unlessEnded(p.whyEmpty(path, failure(what(path), err)))
	}
	return p.failed(path, err)
}

// failed is fail for what may be a complaint already.
func (p *process) failed(path []byte, err error) error {
	if _, complaint := err.(*platform.Error); complaint {
		return err
	}
	return p.fail(path, err)
}

// unlessEnded makes nothing of the error that a process has ended: for what an ended process has none of.
func unlessEnded(err error) error {
	if isCode(err, platform.ZombieProcess) {
		return nil
	}
	return err
}

func (p *process) NumFDs() (int64, error) {
	fds, err := p.descriptors()
	return int64(len(fds)), err
}

func (p *process) OpenFiles() ([]platform.OpenFile, error) {
	fds, err := p.descriptors()
	if err != nil {
		return nil, err
	}
	var files []platform.OpenFile
	vanished := false
	for _, fd := range fds {
		file, err := p.openFile(fd)
		switch err {
		case nil:
			if file.Path != "" {
				files = append(files, file)
			}
		case unix.ENOENT, unix.ESRCH: // closed meanwhile
			vanished = true
		default:
			var room space
			return nil, p.failed(p.path(&room, "fd"), err)
		}
	}
	return files, p.stillThere(vanished)
}

// openFile says what a descriptor is; the path is "" if it is no regular file, or has no name any more. The error is the
// bare errno, or a complaint.
func (p *process) openFile(fd int64) (platform.OpenFile, error) {
	none := platform.OpenFile{}
	var room space
	path := p.numbered(&room, "fd/", fd, "")
	buf := borrow()
	defer giveBack(buf)
	link, err := readLink(unix.AT_FDCWD, path, (*buf)[:cap(*buf)])
	if err == unix.EINVAL || err == unix.ENAMETOOLONG {
		return none, nil
	}
	if err != nil || len(link) == 0 || link[0] != '/' {
		return none, err
	}
	// Not by the link's text: that may be a name in another mount namespace, or lead through folders closed to us.
	var st unix.Stat_t
	err = retry(func() error { return unix.Stat(what(path), &st) })
	if err != nil || st.Mode&unix.S_IFMT != unix.S_IFREG {
		return none, nil // such as a link into nowhere in a copied tree
	}
	file := platform.OpenFile{Path: string(link), FD: fd}
	if withoutDeleted(file.Path) != file.Path {
		return none, nil
	}
	path = p.numbered(&room, "fdinfo/", fd, "")
	if *buf, err = readFile(path, (*buf)[:0], record); err != nil {
		return none, err
	}
	file.Position, file.Flags, err = parseFDInfo(*buf)
	if err != nil {
		return none, p.about(err)
	}
	file.Mode = modeOf(file.Flags)
	return file, nil
}

// parseFDInfo reads how a descriptor was opened and where it stands in its file from /proc/[pid]/fdinfo/[fd].
func parseFDInfo(b []byte) (position, flags int64, err error) {
	position, flags = platform.NA, platform.NA
	for line := range bytes.Lines(b) {
		rest := fields{text: line}
		switch string(rest.next()) {
		case "pos:":
			if n, ok := parseCount(rest.next()); ok {
				position = n
			}
		case "flags:":
			if n, ok := parseOctal(rest.next()); ok {
				flags = n
			}
		}
	}
	if position == platform.NA || flags == platform.NA {
		return platform.NA, platform.NA, malformed("fdinfo", "no pos or no flags")
	}
	return position, flags, nil
}

// modeOf gives the flags of open as fopen's mode.
func modeOf(flags int64) string {
	switch access, toEnd := flags&unix.O_ACCMODE, flags&unix.O_APPEND != 0; {
	case access == unix.O_RDONLY:
		return "r"
	case access == unix.O_WRONLY && toEnd:
		return "a"
	case access == unix.O_WRONLY:
		return "w"
	case toEnd:
		return "a+"
	}
	return "r+"
}

func (p *process) Threads() ([]platform.Thread, error) {
	var room space
	path := p.path(&room, "task")
	ids, err := numbers(p.at(), path, 1)
	if err != nil {
		return nil, p.failed(path, err)
	}
	threads := make([]platform.Thread, 0, len(ids))
	for _, id := range ids {
		var text statRoom
		path := p.numbered(&room, "task/", id, "/stat")
		b, err := readFile(path, text[:0], record)
		if err == unix.ENOENT || err == unix.ESRCH { // ended meanwhile
			continue
		}
		if err != nil {
			return nil, p.fail(path, err)
		}
		s, err := parseStat(b, untilVsize)
		if err != nil {
			return nil, p.about(err)
		}
		threads = append(threads, platform.Thread{
			ID: id, User: float64(s.user) / ticks, System: float64(s.system) / ticks,
		})
	}
	return threads, p.stillThere(len(threads) < len(ids) || len(ids) == 0)
}

// stillThere says NoSuchProcess if the process is gone, after a part of it was found to have vanished.
func (p *process) stillThere(vanished bool) error {
	if !vanished {
		return nil
	}
	var room statRoom
	_, err := p.now().stat(&room)
	return err
}
