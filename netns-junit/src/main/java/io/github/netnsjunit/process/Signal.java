package io.github.netnsjunit.process;

/**
 * A signal that asks a program to end; see signal(7). {@code SIGQUIT} is not among them: a Java process blocks it for itself and all the
 * programs that it starts.
 */
public enum Signal {
    SIGHUP(1),
    /** As Ctrl-C sends it. PostgreSQL disconnects its clients and ends. */
    SIGINT(2),
    /** Ends the program at once, as a crash does. */
    SIGKILL(9),
    SIGUSR1(10),
    SIGUSR2(12),
    /** What programs usually end at. */
    SIGTERM(15),
    SIGWINCH(28);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    /** Its number, as {@code kill} takes it. It is the same on x86-64 and aarch64. */
    public int number() {
        return number;
    }
}
