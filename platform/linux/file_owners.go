//go:build linux

package linux

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// fileID identifies a file: its device and inode and, for a device file, the device that it stands for.
type fileID struct {
	device, inode, special uint64
	kind                   uint32 // S_IFREG and others
}

func (id *fileID) isDevice() bool { return id.kind == unix.S_IFCHR || id.kind == unix.S_IFBLK }

// fileTarget is what owners are searched for.
type fileTarget struct {
	fileID
	path        string
	wholeDevice bool            // any file on the device
	kind        int64           // of the file system: *_SUPER_MAGIC
	sockets     map[uint64]bool // inodes of the UNIX sockets that are bound to the file
}

// includes reports whether a file is one that is searched for.
func (t *fileTarget) includes(id *fileID) bool {
	switch {
	case t.wholeDevice:
		return id.device == t.device
	case t.isDevice():
		return id.kind == t.fileID.kind && id.special == t.special
	}
	return id.device == t.device && id.inode == t.inode
}

// newFileTarget identifies the file that a path names.
func (s *system) newFileTarget(path string, wholeDevice bool) (*fileTarget, error) {
	t := &fileTarget{path: path, wholeDevice: wholeDevice}
	name := append([]byte(path), 0)
	if err := statID(unix.AT_FDCWD, name, &t.fileID); err != nil {
		return nil, fileError(path, err)
	}
	var fs unix.Statfs_t
	if err := retry(func() error { return unix.Statfs(path, &fs) }); err != nil {
		return nil, fileError(path, err)
	}
	t.kind = int64(fs.Type)
	if wholeDevice && t.fileID.kind == unix.S_IFBLK {
		t.device = t.special
	}
	if wholeDevice || t.fileID.kind == unix.S_IFSOCK {
		t.sockets = map[uint64]bool{}
		if t.queryUnixDiag() != nil {
			clear(t.sockets)
			net, err := s.netDir()
			if err == nil {
				err = t.readProcNetUnix(net)
			}
			if err != nil {
				return nil, err
			}
		}
	}
	return t, nil
}

// fileError converts an errno about a path of the caller: no process is missing if a path below /proc is.
func fileError(path string, err error) *platform.Error {
	e := sysError(path, err)
	if e.Code == platform.NoSuchProcess {
		e.Code = platform.OS
	}
	return e
}

// statID identifies a file by its path, which ends in NUL. It does not wait for a server that a network file system has
// lost.
func statID(dirFD int, path []byte, id *fileID) error {
	var st unix.Statx_t
	const flags = unix.AT_STATX_DONT_SYNC | unix.AT_NO_AUTOMOUNT
	for {
		_, _, errno := unix.Syscall6(unix.SYS_STATX, uintptr(dirFD), uintptr(unsafe.Pointer(&path[0])), flags,
			unix.STATX_TYPE|unix.STATX_INO, uintptr(unsafe.Pointer(&st)), 0)
		switch errno {
		case 0:
			*id = fileID{
				device: unix.Mkdev(st.Dev_major, st.Dev_minor), special: unix.Mkdev(st.Rdev_major, st.Rdev_minor),
				inode: st.Ino, kind: uint32(st.Mode) & unix.S_IFMT,
			}
			return nil
		case unix.ENOSYS, unix.EPERM: // before Linux 4.11, or a seccomp filter that refuses it
			var old unix.Stat_t
			if err := statAt(dirFD, pathString(path), &old, 0); err != nil {
				return err
			}
			*id = fileID{device: uint64(old.Dev), special: uint64(old.Rdev), inode: old.Ino, kind: old.Mode & unix.S_IFMT}
			return nil
		case unix.EINTR:
		default:
			return errno
		}
	}
}

// hidesNumbers reports whether /proc/[pid]/maps and the kernel's structures show other numbers of a file than stat: a
// device number of the whole file system on btrfs, where each subvolume has one, and numbers of the file below on
// overlayfs.
func (t *fileTarget) hidesNumbers() bool {
	return t.kind == unix.OVERLAYFS_SUPER_MAGIC || t.wholeDevice && t.kind == unix.BTRFS_SUPER_MAGIC
}

// addSocket adds a UNIX socket that is bound to a file with this device and the low half of this inode, or by this
// name.
func (t *fileTarget) addSocket(socket, device, inode uint64, name []byte) {
	isBound := device == t.device && (t.wholeDevice || inode == t.inode&0xffffffff)
	if !isBound && (t.kind == unix.OVERLAYFS_SUPER_MAGIC || t.kind == unix.BTRFS_SUPER_MAGIC) {
		isBound = t.isNamed(name)
	}
	if isBound {
		t.sockets[socket] = true
	}
}

// isNamed reports whether an absolute path names a file that is searched for.
func (t *fileTarget) isNamed(path []byte) bool {
	var id fileID
	return len(path) > 0 && path[0] == '/' && statID(unix.AT_FDCWD, append(slices.Clip(path), 0), &id) == nil && t.includes(&id)
}

// queryUnixDiag finds the target's sockets in the calling thread's network namespace.
func (t *fileTarget) queryUnixDiag() error {
	var request [unixRequest]byte // see socketTable.queryUnixDiag
	request[0] = unix.AF_UNIX
	binary.NativeEndian.PutUint32(request[4:], ^uint32(0))
	binary.NativeEndian.PutUint32(request[12:], 1|2) // UDIAG_SHOW_NAME, UDIAG_SHOW_VFS
	return dumpSockDiag(unix.SOCK_DIAG_BY_FAMILY, request[:], func(b []byte) error {
		socket, device, inode, name, ok := parseBoundSocket(b)
		if !ok {
			return unix.EBADMSG
		}
		if len(name) > 0 && name[0] != 0 {
			t.addSocket(socket, device, inode, name)
		}
		return nil
	})
}

// readProcNetUnix finds the target's sockets by their names in /proc/[pid]/net/unix.
func (t *fileTarget) readProcNetUnix(net string) error {
	var pbuf pathBuf
	path := pathZ(&pbuf, net, "unix")
	err := eachLine(unix.AT_FDCWD, path, &unixParser{take: func(s *socket) {
		if t.isNamed(s.name) {
			t.sockets[s.inode] = true
		}
	}})
	if err != nil && err != unix.ENOENT { // a kernel without UNIX sockets
		return sysError(pathString(path), err)
	}
	return nil
}

func (s *system) FileOwners(path string, flags platform.FileOwnersFlags) ([]platform.FileOwner, error) {
	target, err := s.newFileTarget(path, flags&platform.FileOwnersMount != 0)
	if err != nil {
		return nil, err
	}
	found, err := s.Scan(platform.ColumnSet{}, nil)
	if err != nil {
		return nil, err
	}
	v := found.(*scan)
	defer v.Close()
	if v.procfsErr != nil {
		return nil, v.procfsErr
	}
	if !v.isProcfs { // links in copied files would lead to files of this system
		return nil, platform.NewError(platform.NotSupported, "file_owners", s.proc+" is not a procfs")
	}
	// The calling process comes first, while it has no descriptors of this call but the scan's.
	w := newFileWalker(target, flags&platform.FileOwnersUnreadable != 0)
	if err := w.visitSelf(v); err != nil {
		return nil, err
	}
	if flags&platform.FileOwnersBPF != 0 {
		err := w.visitByBPF(v)
		if isExhausted(err) {
			return nil, err
		}
		if err == nil {
			return sortFileOwners(w.owners), nil
		}
	}
	if err := w.visitAll(v); err != nil {
		return nil, err
	}
	return sortFileOwners(w.owners), nil
}

// visitAll adds the uses of the file by the processes of the scan.
func (w *fileWalker) visitAll(v *scan) error {
	walkers := make([]*fileWalker, platform.WorkerCount(len(v.pids), minProcesses))
	all := make([]*fdWalker, len(walkers))
	for i := range walkers {
		walkers[i] = newFileWalker(w.target, w.unreadable)
		all[i] = &walkers[i].fdWalker
	}
	nothing := func() error { return nil }
	err := v.walkDescriptors(all, nothing, func(worker int, b fdBatch) error { return walkers[worker].visit(b, fdBatchSize) })
	for _, other := range walkers {
		w.owners = append(w.owners, other.owners...)
	}
	return err
}

// sortFileOwners sorts owners by PID, use and descriptor, and removes duplicates.
func sortFileOwners(owners []platform.FileOwner) []platform.FileOwner {
	slices.SortFunc(owners, func(a, b platform.FileOwner) int {
		return cmp.Or(cmp.Compare(a.PID, b.PID), cmp.Compare(a.Use, b.Use), cmp.Compare(a.FD, b.FD))
	})
	return slices.CompactFunc(owners, func(a, b platform.FileOwner) bool { return a.PID == b.PID && a.Use == b.Use && a.FD == b.FD })
}

// fileWalker collects the uses of a file.
type fileWalker struct {
	fdWalker
	target     *fileTarget
	unreadable bool // report processes that may not be read
	owners     []platform.FileOwner
	isDenied   bool // the present process may not be read, or not all of it
}

func newFileWalker(target *fileTarget, unreadable bool) *fileWalker {
	w := &fileWalker{target: target, unreadable: unreadable}
	w.collect = w.collectFiles
	return w
}

// visitSelf visits the calling process, and removes it from the scan.
func (w *fileWalker) visitSelf(v *scan) error {
	self := int64(unix.Getpid())
	i, isListed := slices.BinarySearch(v.pids, self)
	if !isListed || !v.isOwnProcfs {
		return nil
	}
	v.pids = slices.Delete(v.pids, i, i+1)
	p := &process{sys: v.sys, pid: self, scan: v, dir: noFD}
	if err := w.visit(fdBatch{process: p}, math.MaxInt); isExhausted(err) {
		return sysError(p.dirName()+"/fd", err)
	}
	return nil
}

// visit adds the uses of the file by a process, or by these descriptors of it. The error is the errno.
func (w *fileWalker) visit(b fdBatch, limit int) error {
	p := b.process
	w.isDenied = false
	if b.fds == nil {
		err := w.addLink(p, "cwd", platform.FileUseCwd)
		if err == unix.ENOENT {
			if t := p.livingThreadOfMany(); t != nil {
				p = t
				w.addLink(p, "cwd", platform.FileUseCwd)
			}
		}
		w.addLink(p, "root", platform.FileUseRoot)
		w.addLink(p, "exe", platform.FileUseExe)
		if err := w.addMapped(p); isExhausted(err) {
			return err
		}
	}
	err := w.walkProcess(p, b.fds, limit)
	w.note(err)
	if w.isDenied && w.unreadable && p.isUnreadable() {
		w.add(p, platform.FileUseUnknown, platform.NA, "")
	}
	return err
}

func (w *fileWalker) add(p *process, use platform.FileUse, fd int64, mode string) {
	w.owners = append(w.owners, platform.FileOwner{PID: p.pid, FD: fd, Use: use, Mode: mode})
}

// note remembers whether an errno means that this user may not read the process, and returns it.
func (w *fileWalker) note(err error) error {
	w.isDenied = w.isDenied || err == unix.EACCES || err == unix.EPERM
	return err
}

// isUnreadable reports whether a process of which something could not be read may have uses of files: not a zombie, and
// not a thread of the kernel.
func (p *process) isUnreadable() bool {
	var pbuf pathBuf
	denied := sysError(p.dirName(), unix.EACCES)
	return p.explainEmpty(p.path(&pbuf, "fd"), denied) == error(denied)
}

// addLink adds the file that one of the process's links names. The error is the errno.
func (w *fileWalker) addLink(p *process, link string, use platform.FileUse) error {
	var pbuf pathBuf
	var id fileID
	err := w.note(statID(p.dirFD(), p.path(&pbuf, link), &id))
	if err == nil && w.target.includes(&id) {
		w.add(p, use, platform.NA, "")
	}
	return err
}

// addMapped adds the process if it has mapped the file. The error is the errno.
func (w *fileWalker) addMapped(p *process) error {
	var pbuf pathBuf
	maps := mapsSearch{process: p, target: w.target}
	err := w.note(eachLine(p.dirFD(), p.path(&pbuf, "maps"), &maps))
	if maps.found {
		w.add(p, platform.FileUseMapped, platform.NA, "")
	}
	return err
}

// collectFiles adds the descriptors that refer to the file. The error is the errno of a process that may not be read.
func (w *fileWalker) collectFiles(p *process, dir int, fds []int32) error {
	var own []int64
	if p.scan != nil && p.scan.isOwnProcfs && p.pid == int64(unix.Getpid()) {
		own = append(p.scan.fds(), int64(dir))
	}
	var name [16]byte
	for _, fd := range fds {
		if slices.Contains(own, int64(fd)) {
			continue
		}
		path := append(strconv.AppendInt(name[:0], int64(fd), 10), 0)
		var id fileID
		switch err := statID(dir, path, &id); {
		case err == unix.EACCES || err == unix.EPERM || isExhausted(err):
			return err
		case err != nil: // closed since the directory was read, or on a file system that is gone
			continue
		}
		if w.target.includes(&id) || id.kind == unix.S_IFSOCK && w.target.sockets[id.inode] && isSocketLink(dir, path, id.inode) {
			mode, err := p.openMode(int64(fd))
			if isExhausted(err) {
				return err
			}
			w.add(p, platform.FileUseOpen, int64(fd), mode)
		}
	}
	return nil
}

// isSocketLink reports whether a descriptor refers to a socket, not to a file that stands for one and has the same
// inode.
func isSocketLink(dir int, path []byte, inode uint64) bool {
	var buf [64]byte
	link, err := readLink(dir, path, buf[:])
	return err == nil && socketInode(link) == inode
}

// openMode returns the mode of a descriptor as for fopen, "" for one that only names its file, and one that is closed.
func (p *process) openMode(fd int64) (string, error) {
	var pbuf pathBuf
	var buf [512]byte
	b, err := readFileAt(p.dirFD(), p.pathNumbered(&pbuf, "fdinfo/", fd, ""), buf[:0], singleRead)
	if err != nil {
		return "", err
	}
	_, flags := parseFDInfo(b)
	return fileMode(flags), nil
}

// fileMode is fopenMode, but "" for a descriptor that only names its file.
func fileMode(flags int64) string {
	if flags != platform.NA && flags&unix.O_PATH != 0 {
		return ""
	}
	return fopenMode(flags)
}
