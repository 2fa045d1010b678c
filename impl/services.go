package impl

import "github.com/libpsutil/libpsutil/platform"

// Services returns all services of the system, ordered by name.
func (l *Library) Services() ([]platform.Service, error) { return l.sys.Services() }

// Service returns one service by its name.
func (l *Library) Service(name string) (platform.Service, error) { return l.sys.Service(name) }
