package windows

import "golang.org/x/sys/windows"

func (system) ReadyThreads() (int64, error) {
	b, err := querySystemInformation(windows.SystemProcessInformation, 256<<10)
	if err != nil {
		return 0, err
	}
	return countReadyThreads(&b), b.err(systemInformationName(windows.SystemProcessInformation))
}
