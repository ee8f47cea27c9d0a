package clustertest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
)

// freePorts returns n ports of loopback that nobody listens at. They lie below those that systems give to outgoing connections, so that a
// node that was killed finds its own free.
func freePorts(n int) ([]int, error) {
	var ports []int
	for range 100 * n {
		port := 12000 + rand.IntN(18000)
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			continue
		}
		defer listener.Close() // all are held until all are found
		if ports = append(ports, port); len(ports) == n {
			return ports, nil
		}
	}
	return nil, errors.New("no free ports on loopback")
}
