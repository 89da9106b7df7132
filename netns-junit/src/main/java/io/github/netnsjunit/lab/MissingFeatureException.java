package io.github.netnsjunit.lab;

import io.github.netnsjunit.lab.refusal.Failed;

/** The kernel lacks a feature that a part of the topology needs. The message says which, quotes the kernel, and tells how to get it. */
public final class MissingFeatureException extends LabException {

    private static final long serialVersionUID = 1;

    @SuppressWarnings("exports") // only the library calls this constructor
    public MissingFeatureException(String message, Failed failed) {
        super(message, failed, null);
    }
}
