package io.github.netnsjunit.assertj;

import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A name should have an address. */
final class ShouldResolve extends BasicErrorMessageFactory {

    private ShouldResolve(Object... arguments) {
        super("%nExpecting:%n  %s%nto resolve the name %s%nbut it has no address there:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldResolve(String namespace, String host, String words) {
        return new ShouldResolve(unquotedString(namespace), unquotedString(host), unquotedString(words));
    }
}
