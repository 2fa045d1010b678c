//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
)

// status is what /proc/[pid]/status says, as far as it is needed.
type status struct {
	tgid                   int64
	uids, gids             platform.IDs
	vms, rss               int64 // bytes, and the next four lines; NA without memory, and where the kernel is too old
	peakVMS, peakRSS       int64
	anon, file, shmem      int64
	data, stack, text, lib int64
	swap, hugeTLB          int64
	voluntary, involuntary int64 // context switches; NA before Linux 2.6.23
}

// ofInterest are the letters that those lines of /proc/[pid]/status begin with which are needed: it has many others.
var statusKeyInitials = [256]bool{'T': true, 'U': true, 'G': true, 'V': true, 'R': true, 'H': true, 'v': true, 'n': true}

// parseStatus reads /proc/[pid]/status, or not more than what stands before rss and that, if brief. The name in it has
// its newlines escaped, so a line is what it says it is.
func parseStatus(b []byte, brief bool) (status, error) {
	s := status{
		tgid: platform.NA, uids: platform.IDs{Real: platform.NA}, gids: platform.IDs{Real: platform.NA},
		vms: platform.NA, rss: platform.NA, peakVMS: platform.NA, peakRSS: platform.NA,
		anon: platform.NA, file: platform.NA, shmem: platform.NA,
		data: platform.NA, stack: platform.NA, text: platform.NA, lib: platform.NA,
		swap: platform.NA, hugeTLB: platform.NA, voluntary: platform.NA, involuntary: platform.NA,
	}
	for len(b) > 0 {
		line := b
		if end := bytes.IndexByte(b, '\n'); end >= 0 {
			line, b = b[:end], b[end+1:]
		} else {
			b = nil
		}
		if len(line) == 0 || !statusKeyInitials[line[0]] {
			continue
		}
		rest := fields{text: line}
		var size, count *int64
		switch string(rest.next()) {
		case "Tgid:":
			var ok bool
			if s.tgid, ok = parseCount(rest.next()); !ok {
				return s, parseError("status", "Tgid is not a number")
			}
		case "Uid:":
			if !parseIDs(&rest, &s.uids) {
				return s, parseError("status", "Uid is not three numbers")
			}
		case "Gid:":
			if !parseIDs(&rest, &s.gids) {
				return s, parseError("status", "Gid is not three numbers")
			}
		case "VmSize:":
			size = &s.vms
		case "VmRSS:":
			size = &s.rss
		case "VmPeak:":
			size = &s.peakVMS
		case "VmHWM:":
			size = &s.peakRSS
		case "RssAnon:":
			size = &s.anon
		case "RssFile:":
			size = &s.file
		case "RssShmem:":
			size = &s.shmem
		case "VmData:":
			size = &s.data
		case "VmStk:":
			size = &s.stack
		case "VmExe:":
			size = &s.text
		case "VmLib:":
			size = &s.lib
		case "VmSwap:":
			size = &s.swap
		case "HugetlbPages:":
			size = &s.hugeTLB
		case "voluntary_ctxt_switches:":
			count = &s.voluntary
		case "nonvoluntary_ctxt_switches:":
			count = &s.involuntary
		}
		if size != nil {
			if n, ok := parseBytes(rest.next(), 1024); ok {
				*size = n
			}
			if brief && size == &s.rss {
				b = nil
			}
		}
		if count != nil {
			if n, ok := parseCount(rest.next()); ok {
				*count = n
			}
		}
	}
	if s.tgid == platform.NA || s.uids.Real == platform.NA {
		return s, parseError("status", "cut off: no Tgid or no Uid")
	}
	return s, nil
}

// parseIDs reads the real, the effective and the saved ID.
func parseIDs(from *fields, into *platform.IDs) bool {
	for _, id := range []*int64{&into.Real, &into.Effective, &into.Saved} {
		var ok bool
		if *id, ok, _ = from.number(); !ok || *id < 0 {
			return false
		}
	}
	return true
}

func (p *process) readStatus() (status, error) {
	var pbuf pathBuf
	path := p.path(&pbuf, "status")
	buf := getBuf()
	defer putBuf(buf)
	var err error
	if *buf, err = p.readFile(path, *buf, singleRead); err != nil {
		return status{}, p.procError(path, err)
	}
	s, err := parseStatus(*buf, false)
	return s, p.addPath(err)
}

func (p *process) UIDs() (platform.IDs, error) {
	s, err := p.readStatus()
	return s.uids, err
}

func (p *process) GIDs() (platform.IDs, error) {
	s, err := p.readStatus()
	if err == nil && s.gids.Real == platform.NA {
		err = p.addPath(parseError("status", "no Gid"))
	}
	return s.gids, err
}

func (p *process) NumCtxSwitches() (platform.CtxSwitches, error) {
	s, err := p.readStatus()
	if err == nil && (s.voluntary == platform.NA || s.involuntary == platform.NA) {
		err = platform.NewError(platform.NotSupported, "context switches", "this kernel does not count them")
	}
	return platform.CtxSwitches{Voluntary: s.voluntary, Involuntary: s.involuntary}, err
}
