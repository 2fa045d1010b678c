//go:build linux

package linux

import (
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/libpsutil/libpsutil/platform"
	"golang.org/x/sys/unix"
)

// ownersOf returns the uses of a file by these processes as text: "PID open 3 r+".
func ownersOf(t *testing.T, path string, flags platform.FileOwnersFlags, pids ...int) []string {
	t.Helper()
	list, err := liveSystem.FileOwners(path, flags)
	noError(t, path, err)
	names := []string{"unknown", "open", "mapped", "exe", "root", "cwd"}
	found := []string{}
	for _, o := range list {
		if slices.Contains(pids, int(o.PID)) {
			found = append(found, strings.TrimSpace(fmt.Sprint(o.PID, " ", names[o.Use], " ", o.FD, " ", o.Mode)))
		}
	}
	return found
}

func TestFileOwners(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a file\n")
	noError(t, "write", os.WriteFile(name, make([]byte, 8192), 0o600))
	self := os.Getpid()
	line := func(format string, args ...any) string {
		return fmt.Sprintf("%d "+format, append([]any{self}, args...)...)
	}
	open := func(path string, flags int) int {
		fd, err := unix.Open(path, flags|unix.O_CLOEXEC, 0)
		noError(t, path, err)
		t.Cleanup(func() { unix.Close(fd) })
		return fd
	}
	equal(t, "a file that is not open", ownersOf(t, name, 0, self), []string{})
	read, write, end := open(name, unix.O_RDONLY), open(name, unix.O_RDWR|unix.O_APPEND), open(name, unix.O_WRONLY|unix.O_APPEND)
	named := open(name, unix.O_PATH)
	want := []string{line("open %d r", read), line("open %d a+", write), line("open %d a", end), line("open %d", named)}
	equal(t, "an open file", ownersOf(t, name, 0, self), want)
	link := filepath.Join(dir, "link")
	noError(t, "link", os.Link(name, link))
	equal(t, "a hard link", ownersOf(t, link, 0, self), want)
	noError(t, "symlink", os.Symlink("link", filepath.Join(dir, "symlink")))
	equal(t, "a symbolic link", ownersOf(t, filepath.Join(dir, "symlink"), 0, self), want)

	memory, err := unix.Mmap(write, 4096, 4096, unix.PROT_READ, unix.MAP_SHARED)
	noError(t, "mmap", err)
	want = append(want, line("mapped -1"))
	equal(t, "a mapped file", ownersOf(t, name, 0, self), want)
	noError(t, "remove", os.Remove(name))
	noError(t, "remove", os.Remove(link))
	equal(t, "a deleted file", ownersOf(t, fmt.Sprintf("/proc/self/fd/%d", read), 0, self), want)
	noError(t, "munmap", unix.Munmap(memory))
	noError(t, "write", os.WriteFile(name, nil, 0o600))
	equal(t, "another file with the name", ownersOf(t, name, 0, self), []string{})

	here := open(dir, unix.O_RDONLY|unix.O_DIRECTORY)
	equal(t, "a directory", ownersOf(t, dir, 0, self), []string{line("open %d r", here)})
	fifo := filepath.Join(dir, "fifo")
	noError(t, "mkfifo", unix.Mkfifo(fifo, 0o600))
	equal(t, "a FIFO", ownersOf(t, fifo, 0, self), []string{})
	both := open(fifo, unix.O_RDWR)
	equal(t, "an open FIFO", ownersOf(t, fifo, 0, self), []string{line("open %d r+", both)})
	if node := filepath.Join(dir, "null"); unix.Mknod(node, unix.S_IFCHR|0o600, int(unix.Mkdev(1, 3))) == nil {
		device := open("/dev/null", unix.O_WRONLY)
		if got := ownersOf(t, node, 0, self); !slices.Contains(got, line("open %d w", device)) {
			t.Errorf("another node of a device: %q", got)
		}
	}
	for path, errno := range map[string]unix.Errno{
		"": unix.ENOENT, "/nonexistent": unix.ENOENT, "/proc/self/exe/x": unix.ENOTDIR, "/proc/999999999/exe": unix.ENOENT,
	} {
		_, err := liveSystem.FileOwners(path, 0)
		errorWithErrno(t, err, path, errno)
	}
}

// The programs that the operating system starts with use their files in each way.
func TestFileOwnersOfAnotherProcess(t *testing.T) {
	dir := t.TempDir()
	p, _ := startSleeper(t, dir)
	pid := int(p.pid)
	line := func(text string) string { return fmt.Sprint(pid, " ", text) }
	exe, err := p.Exe()
	noError(t, "exe", err)
	equal(t, "the working directory", ownersOf(t, dir, 0, pid), []string{line("cwd -1")})
	equal(t, "the executable", ownersOf(t, exe, 0, pid), []string{line("mapped -1"), line("exe -1")})
	equal(t, "the root directory", ownersOf(t, "/", 0, pid), []string{line("root -1")})
	if all := ownersOf(t, exe, platform.FileOwnersMount, pid); !slices.Contains(all, line("exe -1")) || !slices.Contains(all, line("mapped -1")) {
		t.Errorf("of the file system: %q", all)
	}
	var st unix.Stat_t
	noError(t, "stat", unix.Stat(dir, &st))
	if device := fmt.Sprintf("/dev/block/%d:%d", unix.Major(st.Dev), unix.Minor(st.Dev)); exists(device) {
		if all := ownersOf(t, device, platform.FileOwnersMount, pid); !slices.Contains(all, line("cwd -1")) {
			t.Errorf("of the block device %s: %q", device, all)
		}
	}
}

func TestFileOwnersOfSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "socket")
	listener, err := net.Listen("unix", path)
	noError(t, "listen", err)
	defer listener.Close()
	client, err := net.Dial("unix", path)
	noError(t, "dial", err)
	defer client.Close()
	server, err := listener.Accept()
	noError(t, "accept", err)
	defer server.Close()
	fdOf := func(c interface{ File() (*os.File, error) }) int { // a duplicate, on a descriptor of its own
		f, err := c.File()
		noError(t, "descriptor", err)
		t.Cleanup(func() { f.Close() })
		return int(f.Fd())
	}
	listening, accepted, peer := fdOf(listener.(*net.UnixListener)), fdOf(server.(*net.UnixConn)), fdOf(client.(*net.UnixConn))
	found := ownersOf(t, path, 0, os.Getpid())
	for fd, want := range map[int]bool{listening: true, accepted: true, peer: false} {
		equal(t, fmt.Sprint("descriptor ", fd), slices.Contains(found, fmt.Sprintf("%d open %d r+", os.Getpid(), fd)), want)
	}
	equal(t, "descriptors", len(found), 4)

	target, err := liveSystem.newFileTarget(path, false)
	noError(t, "target", err)
	byDiag := target.sockets
	target.sockets = map[uint64]bool{}
	noError(t, "by name", target.readProcNetUnix(must[string](t)(liveSystem.netDir())))
	equal(t, "by name", target.sockets, byDiag)
	equal(t, "sockets", len(byDiag), 2)
}

func TestFileOwnersOfUnreadableProcesses(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, to change the user")
	}
	cmd, said := startHelper(t, "parent")
	var zombie int
	fmt.Sscan(said[0], &zombie)
	pid := cmd.Process.Pid
	exe := fmt.Sprintf("/proc/%d/exe", os.Getpid())
	want := []string{fmt.Sprint(pid, " mapped -1"), fmt.Sprint(pid, " exe -1")}
	equal(t, "as root", ownersOf(t, exe, platform.FileOwnersUnreadable, pid, zombie, 2), want)
	defer func(before func() int) { platform.MaxWorkers = before }(platform.MaxWorkers)
	platform.MaxWorkers = func() int { return 1 } // another would have root's rights
	asOtherUser(t, func() {
		equal(t, "as another user", ownersOf(t, "/bin/sh", 0, pid, zombie, 2), []string{})
		want := []string{fmt.Sprint(pid, " unknown -1")}
		equal(t, "as another user", ownersOf(t, "/bin/sh", platform.FileOwnersUnreadable, pid, zombie, 2), want)
		_, err := liveSystem.FileOwners("/proc/1/cwd", 0)
		errorWithCode(t, "a path that may not be searched", err, platform.AccessDenied)
	})
}

// A list with many descriptors is distributed in batches; none is lost, and none is there twice.
func TestFileOwnersWithManyDescriptors(t *testing.T) {
	read, write, err := os.Pipe()
	noError(t, "pipe", err)
	defer read.Close()
	defer write.Close()
	var fds []int
	for range 2*fdBatchSize + 10 {
		fd, err := unix.FcntlInt(read.Fd(), unix.F_DUPFD_CLOEXEC, 0)
		if err != nil {
			break
		}
		fds = append(fds, fd)
	}
	defer func() {
		for _, fd := range fds {
			unix.Close(fd)
		}
	}()
	path := fmt.Sprintf("/proc/self/fd/%d", write.Fd())
	target, err := liveSystem.newFileTarget(path, false)
	noError(t, "target", err)
	all, err := liveSystem.Scan(platform.ColumnSet{}, nil)
	noError(t, "scan", err)
	defer all.Close()
	v := all.(*scan)
	w := newFileWalker(target, false)
	noError(t, "visit", w.visit(fdBatch{process: &process{sys: liveSystem, pid: int64(os.Getpid()), scan: v, dir: noFD}}, fdBatchSize))
	for _, b := range w.deferred {
		noError(t, "visit", w.visit(b, fdBatchSize))
	}
	equal(t, "descriptors", len(sortFileOwners(w.owners)), len(fds)+2)
	equal(t, "descriptors", len(ownersOf(t, path, 0, os.Getpid())), len(fds)+2)
}

func TestFileOwnersWithoutProcfs(t *testing.T) {
	_, err := newTree(t, map[string]string{"1/stat": statText(1, "init", 0, 1, 1)}).FileOwners("/", 0)
	errorWithCode(t, "a copied tree", err, platform.NotSupported)
	withoutFDs(t, func() {
		_, err := liveSystem.FileOwners("/", 0)
		errorWithErrno(t, err, liveSystem.proc, unix.EMFILE)
	})
}

// A record of each use; what is not the target's, or of no process that is seen, is left out.
func TestFileRecords(t *testing.T) {
	target := &fileTarget{sockets: map[uint64]bool{7: true}}
	for _, c := range []struct {
		record fileRecord
		want   platform.FileOwner
		isUse  bool
	}{
		{fileRecord{use: 1, flags: unix.O_RDWR | unix.O_APPEND, pid: 5, fd: 3}, platform.FileOwner{PID: 5, FD: 3, Use: 1, Mode: "a+"}, true},
		{fileRecord{use: 1, flags: unix.O_PATH, pid: 5, fd: 3}, platform.FileOwner{PID: 5, FD: 3, Use: 1}, true},
		{fileRecord{use: useSocket, inode: 7, flags: unix.O_RDWR, pid: 5, fd: 3}, platform.FileOwner{PID: 5, FD: 3, Use: 1, Mode: "r+"}, true},
		{fileRecord{use: 5, pid: 5}, platform.FileOwner{PID: 5, FD: -1, Use: 5}, true},
		{fileRecord{use: useSocket, inode: 8, pid: 5}, platform.FileOwner{}, false},
		{fileRecord{use: useVisited, pid: 5}, platform.FileOwner{}, false},
		{fileRecord{use: 0, pid: 5}, platform.FileOwner{}, false},
		{fileRecord{use: 99, pid: 5}, platform.FileOwner{}, false},
	} {
		equal(t, fmt.Sprint(c.record), target.isUse(&c.record), c.isUse)
		if c.isUse {
			equal(t, fmt.Sprint(c.record), c.record.owner(), c.want)
		}
	}
	v := &scan{pids: []int64{1, 2, 7}}
	others := v.unvisited([]fileRecord{{use: useVisited, pid: 7}, {use: 1, pid: 2}, {use: useVisited, pid: 1}, {use: useVisited, pid: 9}})
	equal(t, "unvisited", len(others) == 1 && others[0].pid == 2, true)
	for device, number := range map[uint64]uint32{unix.Mkdev(1, 3): 1<<20 | 3, unix.Mkdev(259, 300): 259<<20 | 300} {
		equal(t, "device", inKernel(device), number)
		equal(t, "device", kernelDevice(number), device)
	}
}

func FuzzFileRecords(f *testing.F) {
	whole := make([]byte, fileRecordSize)
	binary.NativeEndian.PutUint32(whole, recordMagic)
	f.Add(whole)
	f.Add(append(slices.Clone(whole), whole...))
	f.Add(whole[:20])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		b := make([]uint64, len(data)/8+1) // aligned to 8 bytes, as what the kernel writes
		memory := unsafe.Slice((*byte)(unsafe.Pointer(&b[0])), 8*len(b))[:len(data)]
		copy(memory, data)
		records, err := parseFileRecords(memory)
		if (err == nil) != (len(records)*fileRecordSize == len(data)) {
			t.Fatalf("%d records in %d bytes: %v", len(records), len(data), err)
		}
		target := &fileTarget{sockets: map[uint64]bool{0: true}}
		for i := range records {
			if target.isUse(&records[i]) {
				if o := records[i].owner(); o.Use < platform.FileUseOpen || o.Use > platform.FileUseCwd || (o.FD != platform.NA) != (o.Use == platform.FileUseOpen) && o.FD >= 0 {
					t.Errorf("%v is %v", records[i], o)
				}
			}
		}
	})
}
