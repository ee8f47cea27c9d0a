package clustertest

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A node is one process of OpenSearch, or the place of one that was killed.
type node struct {
	name     string
	home     string // folder of its data, which it removes when its parent is gone
	logName  string
	http     int // ports, the same after a restart
	peers    int
	settings []string // each key=value

	process  *exec.Cmd
	lifeline io.Closer     // standard input: the process ends when it closes
	ended    chan struct{} // closed when the process has ended
}

// heap is what a node may take for objects; beside it a node takes some 150 MB.
const heap = "-Xmx512m"

// start runs the node's process. It does not wait until the node answers.
func (n *node) start(tools toolchain) error {
	if err := os.MkdirAll(filepath.Join(n.home, "config"), 0o700); err != nil {
		return err
	}
	log, err := os.OpenFile(n.logName, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	// One collector thread and the quick compiler alone: tests are short, and the machine is shared with them.
	options := []string{"-Xms128m", heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"}
	arguments := slices.Concat(options, tools.options, []string{"-cp", tools.classpath, "Node"}, n.settings)
	n.process = exec.Command(tools.java, arguments...)
	n.process.Dir = n.home
	n.process.Stdout, n.process.Stderr = log, log
	n.process.SysProcAttr = apart()
	if n.lifeline, err = n.process.StdinPipe(); err != nil {
		return err
	}
	if err := n.process.Start(); err != nil {
		return fmt.Errorf("start %s: %w", n.name, err)
	}
	n.ended = make(chan struct{})
	go func(process *exec.Cmd, ended chan struct{}) {
		_ = process.Wait() // how it ended stands in its log
		close(ended)
	}(n.process, n.ended)
	return nil
}

// running reports whether the node's process was started and has not ended.
func (n *node) running() bool {
	if n.ended == nil {
		return false
	}
	select {
	case <-n.ended:
		return false
	default:
		return true
	}
}

// kill ends the process at once, as a power cut would, and waits until it is gone. Its data stay.
func (n *node) kill() {
	if n.running() {
		_ = n.process.Process.Kill() // ended already
		<-n.ended
	}
}

// stop has the node close itself and remove its data; one that does not within a while is killed.
func (n *node) stop() {
	if !n.running() {
		return
	}
	_ = n.lifeline.Close() // closed already, if the process has ended
	select {
	case <-n.ended:
	case <-time.After(15 * time.Second):
		n.kill()
	}
}

func (n *node) url() string { return fmt.Sprintf("http://127.0.0.1:%d", n.http) }

// logTail returns the last lines of what the node has written.
func (n *node) logTail(lines int) string {
	text, err := os.ReadFile(n.logName)
	if err != nil {
		return err.Error()
	}
	all := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
