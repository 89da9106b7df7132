package io.github.netnsjunit.assertj;

import java.util.Collection;
import java.util.TreeSet;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** Somebody should listen on a port. */
final class ShouldListenOn extends BasicErrorMessageFactory {

    private ShouldListenOn(Object... arguments) {
        super("%nExpecting:%n  %s%nto listen on TCP port %s%nbut the ports listened on are:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldListenOn(String namespace, int port, Collection<Integer> all) {
        return new ShouldListenOn(
                unquotedString(namespace),
                unquotedString(Integer.toString(port)),
                unquotedString(new TreeSet<>(all).toString()));
    }
}
