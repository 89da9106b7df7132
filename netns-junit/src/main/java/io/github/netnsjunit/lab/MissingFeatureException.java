package io.github.netnsjunit.lab;

import io.github.netnsjunit.lab.system.Failed;

/** The kernel lacks what a part of the topology needs; the message says what, in the kernel's words, and how to get it. */
public final class MissingFeatureException extends LabException {

    private static final long serialVersionUID = 1;

    @SuppressWarnings("exports") // the library alone makes it
    public MissingFeatureException(String message, Failed failed) {
        super(message, failed, null);
    }
}
