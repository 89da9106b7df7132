package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.RouteEntry;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** A routing table should have no default route. */
final class ShouldNotHaveDefaultRoute extends BasicErrorMessageFactory {

    private ShouldNotHaveDefaultRoute(Object... arguments) {
        super("%nExpecting:%n  %s%nto have no default route%nbut it has:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldNotHaveDefaultRoute(String namespace, RouteEntry found) {
        return new ShouldNotHaveDefaultRoute(unquotedString(namespace), unquotedString(found.toString()));
    }
}
