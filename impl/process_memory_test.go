package impl

import (
	"math"
	"slices"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
)

// detailed is a system with one process, which counts the slow calls.
type detailed struct {
	platform.Unsupported
	process detailedProcess
	total   int64
}

type detailedProcess struct {
	platform.UnsupportedProcess
	maps   []platform.MemoryMap
	slow   int // calls that walk all pages
	setErr error
	set    []platform.Identity
	cpu    int64
	pss    int64
}

func (s *detailed) Process(int64) platform.Process { return &s.process }

func (s *detailed) TotalMemory() (int64, error) { return s.total, nil }

func (p *detailedProcess) Identity(platform.Identity) (platform.Identity, error) {
	return platform.Identity{PID: 7, Start: 5}, nil
}

func (p *detailedProcess) Name() (string, error) { return "detailed", nil }

func (p *detailedProcess) CPUNum() (int64, error) { return p.cpu, nil }

func (p *detailedProcess) MemoryInfo() (platform.MemoryInfo, error) {
	return platform.MemoryInfo{RSS: 10, VMS: 5000, Shared: 20, Text: 30, Lib: 0, Data: 40, Dirty: platform.NA}, nil
}

func (p *detailedProcess) MemoryFootprint() (platform.MemoryFootprint, error) {
	p.slow++
	return platform.MemoryFootprint{USS: 50, PSS: p.pss, Swap: 70}, nil
}

func (p *detailedProcess) MemoryMaps() ([]platform.MemoryMap, error) {
	return slices.Clone(p.maps), nil
}

func (p *detailedProcess) SetNice(id platform.Identity, _ int32) error {
	p.set = append(p.set, id)
	return p.setErr
}

func newDetailed(t *testing.T) (*detailed, *Process) {
	t.Helper()
	s := &detailed{total: 1000}
	p, err := New(s).NewProcess(7)
	noError(t, "NewProcess", err)
	return s, p
}

func TestMemoryPercent(t *testing.T) {
	s, p := newDetailed(t)
	s.process.pss = 60
	for of, want := range map[MemType]float64{
		MemRSS: 1, MemVMS: 500, MemShared: 2, MemText: 3, MemLib: 0, MemData: 4, MemUSS: 5, MemPSS: 6, MemSwap: 7,
	} {
		percent, err := p.MemoryPercent(of)
		noError(t, "MemoryPercent", err)
		if math.Abs(percent-want) > 1e-9 {
			t.Errorf("MemoryPercent(%d) = %v, want %v", of, percent, want)
		}
	}
	if s.process.slow != 3 {
		t.Errorf("%d slow calls for three types that need one", s.process.slow)
	}
	for _, of := range []MemType{-1, MemSwap + 1, math.MaxInt32, math.MinInt32} {
		_, err := p.MemoryPercent(of)
		wantError(t, "MemoryPercent", err, platform.InvalidArgument)
	}
	s.process.pss = platform.NA
	_, err := p.MemoryPercent(MemPSS)
	wantError(t, "not reported", err, platform.NotSupported)
	_, err = p.MemoryPercent(MemDirty)
	wantError(t, "not reported", err, platform.NotSupported)
	s.total = 0
	_, err = p.MemoryPercent(MemRSS)
	wantError(t, "of nothing", err, platform.NotSupported)
}

func TestGroupedMaps(t *testing.T) {
	sizes := func(rss, swap int64) platform.MemoryMapSizes {
		return platform.MemoryMapSizes{RSS: rss, Size: 1, PSS: 2, SharedClean: 3, SharedDirty: 4, PrivateClean: 5,
			PrivateDirty: 6, Referenced: 7, Anonymous: platform.NA, Swap: swap, PrivateRSS: 8, RefCount: 9, ShadowCount: 10}
	}
	s, p := newDetailed(t)
	s.process.maps = []platform.MemoryMap{
		{Path: "b", Addr: "1-2", Perms: "r", MemoryMapSizes: sizes(1, platform.NA)},
		{Path: "a", Addr: "2-3", Perms: "w", MemoryMapSizes: sizes(10, math.MaxInt64)},
		{Path: "b", Addr: "3-4", Perms: "x", MemoryMapSizes: sizes(2, 5)},
		{Path: "a", Addr: "4-5", Perms: "s", MemoryMapSizes: sizes(20, math.MaxInt64)},
		{Path: "b", Addr: "5-6", Perms: "p", MemoryMapSizes: sizes(platform.NA, 6)},
	}
	grouped, err := p.MemoryMaps(true)
	noError(t, "MemoryMaps", err)
	want := []platform.MemoryMap{
		{Path: "b", MemoryMapSizes: platform.MemoryMapSizes{RSS: 3, Size: 3, PSS: 6, SharedClean: 9, SharedDirty: 12,
			PrivateClean: 15, PrivateDirty: 18, Referenced: 21, Anonymous: platform.NA, Swap: 11, PrivateRSS: 24, RefCount: 27, ShadowCount: 30}},
		{Path: "a", MemoryMapSizes: platform.MemoryMapSizes{RSS: 30, Size: 2, PSS: 4, SharedClean: 6, SharedDirty: 8,
			PrivateClean: 10, PrivateDirty: 12, Referenced: 14, Anonymous: platform.NA, Swap: math.MaxInt64, PrivateRSS: 16, RefCount: 18, ShadowCount: 20}},
	}
	if !slices.Equal(grouped, want) {
		t.Errorf("grouped:\n%+v, want\n%+v", grouped, want)
	}
	single, err := p.MemoryMaps(false)
	noError(t, "MemoryMaps", err)
	if !slices.Equal(single, s.process.maps) {
		t.Errorf("single: %+v", single)
	}
	s.process.maps = nil
	grouped, err = p.MemoryMaps(true)
	noError(t, "MemoryMaps", err)
	if len(grouped) != 0 {
		t.Errorf("out of nothing: %+v", grouped)
	}
}
