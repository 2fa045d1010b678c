//go:build linux

package linux

import (
	"bytes"

	"github.com/libpsutil/libpsutil/platform"
)

// status is the part of /proc/[pid]/status that is used; NA where not reported.
type status struct {
	tgid                   int64
	uids, gids             platform.IDs
	vms, rss               int64 // bytes, as the next four lines; NA for a process without memory and on old kernels
	peakVMS, peakRSS       int64
	anon, file, shmem      int64
	data, stack, text, lib int64
	swap, hugeTLB          int64
	voluntary, involuntary int64 // context switches, since Linux 2.6.23
}

// statusKeyInitials are the first letters of the keys that are used. The file has many other lines.
var statusKeyInitials = [256]bool{'T': true, 'U': true, 'G': true, 'V': true, 'R': true, 'H': true, 'v': true, 'n': true}

var noIDs = platform.IDs{Real: platform.NA, Effective: platform.NA, Saved: platform.NA}

// parseStatus parses /proc/[pid]/status; with skipAfterRSS only the lines through VmRSS. The kernel escapes newlines in
// the name, so that a line always begins with its key. A line that is missing or malformed leaves its values NA:
// sandboxes such as gVisor write only a few of them.
func parseStatus(b []byte, skipAfterRSS bool) status {
	s := status{
		tgid: platform.NA, uids: noIDs, gids: noIDs,
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
		var size *int64
		switch string(rest.next()) {
		case "Tgid:":
			s.tgid = counterOrNA(rest.next())
		case "Uid:":
			s.uids = parseIDs(&rest)
		case "Gid:":
			s.gids = parseIDs(&rest)
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
			s.voluntary = counterOrNA(rest.next())
		case "nonvoluntary_ctxt_switches:":
			s.involuntary = counterOrNA(rest.next())
		}
		if size != nil {
			if n, ok := parseBytes(rest.next(), 1024); ok {
				*size = n
			}
			if skipAfterRSS && size == &s.rss {
				break
			}
		}
	}
	return s
}

// parseIDs parses the real, the effective and the saved ID.
func parseIDs(from *fields) platform.IDs {
	var ids platform.IDs
	for _, id := range []*int64{&ids.Real, &ids.Effective, &ids.Saved} {
		n, ok, _ := from.number()
		if !ok || n < 0 {
			return noIDs
		}
		*id = n
	}
	return ids
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
	return parseStatus(*buf, false), nil
}

// UIDs returns the user IDs from a pidfd, or reads status.
func (p *process) UIDs() (platform.IDs, error) {
	if info, ok := p.pidfdInfo(); ok {
		uids, _ := idsOf(&info)
		return uids, nil
	}
	s, err := p.readStatus()
	if err == nil && s.uids == noIDs {
		err = p.malformed(parseError("status", "no Uid with three numbers"))
	}
	return s.uids, err
}

// GIDs returns the group IDs from a pidfd, or reads status.
func (p *process) GIDs() (platform.IDs, error) {
	if info, ok := p.pidfdInfo(); ok {
		_, gids := idsOf(&info)
		return gids, nil
	}
	s, err := p.readStatus()
	if err == nil && s.gids == noIDs {
		err = p.malformed(parseError("status", "no Gid with three numbers"))
	}
	return s.gids, err
}

func (p *process) NumCtxSwitches() (platform.CtxSwitches, error) {
	s, err := p.readStatus()
	if err == nil && (s.voluntary == platform.NA || s.involuntary == platform.NA) {
		err = platform.NewError(platform.NotSupported, "context switches", "not reported by this kernel")
	}
	return platform.CtxSwitches{Voluntary: s.voluntary, Involuntary: s.involuntary}, err
}
