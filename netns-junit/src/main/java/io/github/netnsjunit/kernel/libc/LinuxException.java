package io.github.netnsjunit.kernel.libc;

/** A system call that failed. The message has the operation, the errno and its description. */
public class LinuxException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String operation;
    private final int errno;

    /** The operation is for messages to users, for example {@code mount(sysfs, /sys)}. */
    public LinuxException(String operation, int errno) {
        this(operation, errno, Errno.description(errno));
    }

    /** With another description than the C library's. */
    protected LinuxException(String operation, int errno, String description) {
        super(operation + ": " + Errno.name(errno) + " (" + description + ")");
        this.operation = operation;
        this.errno = errno;
    }

    /** What was attempted. */
    public String operation() {
        return operation;
    }

    /** The error number; see {@link Errno}. */
    public int errno() {
        return errno;
    }
}
