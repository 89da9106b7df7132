package io.github.netnsjunit.jupiter.reading;

/** Code of the user's that describes a network has failed. The failure is the cause. */
final class UserCodeException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param code what messages call the code */
    UserCodeException(String code, Throwable failure) {
        super(code, failure);
    }
}
