package io.github.netnsjunit.lab.process;

import io.github.netnsjunit.lab.system.KernelProcess;

/**
 * A process group.
 *
 * @param id the process id of its leader. No new process gets this id while the group has a member.
 */
record ProcessGroup(long id) {

    /** Whether the leader has made the group, and still lives. */
    boolean hasLeader() {
        return contains(leader());
    }

    private KernelProcess leader() {
        return new KernelProcess(id);
    }

    /** The number of its processes that live. */
    int size() {
        return (int) KernelProcess.all().stream().filter(this::contains).count();
    }

    /** Whether one of its processes that live has one of these sockets. */
    boolean has(ServerSockets sockets) {
        return (hasLeader() && sockets.belongsTo(leader())) // usually: then the other processes need not be looked at
                || KernelProcess.all().stream().anyMatch(each -> contains(each) && sockets.belongsTo(each));
    }

    private boolean contains(KernelProcess process) {
        return process.stat()
                .filter(stat -> stat.group() == id && !stat.zombie())
                .isPresent();
    }
}
