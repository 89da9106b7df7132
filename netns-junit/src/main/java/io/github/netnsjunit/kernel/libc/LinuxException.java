package io.github.netnsjunit.kernel.libc;

/** What the kernel refused: the operation, the errno, and the words for it. */
public class LinuxException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String operation;
    private final int errno;

    /** The operation as a user would read it, for example {@code mount(sysfs, /sys)}. */
    public LinuxException(String operation, int errno) {
        this(operation, errno, Errno.description(errno));
    }

    /** The same with more than the errno's usual words. */
    protected LinuxException(String operation, int errno, String words) {
        super(operation + ": " + Errno.name(errno) + " (" + words + ")");
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

    /** The error's symbolic name, such as {@code EPERM}. */
    public String errnoName() {
        return Errno.name(errno);
    }
}
