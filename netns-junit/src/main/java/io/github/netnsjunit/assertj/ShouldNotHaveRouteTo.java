package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.RouteEntry;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** No route should lead to a destination. */
final class ShouldNotHaveRouteTo extends BasicErrorMessageFactory {

    private ShouldNotHaveRouteTo(Object... arguments) {
        super("%nExpecting:%n  %s%nto have no route to %s%nbut one leads there:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldNotHaveRouteTo(String namespace, String destination, RouteEntry found) {
        return new ShouldNotHaveRouteTo(
                unquotedString(namespace), unquotedString(destination), unquotedString(found.toString()));
    }
}
