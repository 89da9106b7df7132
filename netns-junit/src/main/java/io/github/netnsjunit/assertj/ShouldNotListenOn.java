package io.github.netnsjunit.assertj;

import java.util.Collection;
import java.util.TreeSet;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** Nobody should listen on a port. */
final class ShouldNotListenOn extends BasicErrorMessageFactory {

    private ShouldNotListenOn(Object... arguments) {
        super("%nExpecting:%n  %s%nnot to listen on TCP port %s%nbut the ports listened on are:%n  %s", arguments);
    }

    static ErrorMessageFactory shouldNotListenOn(String namespace, int port, Collection<Integer> all) {
        return new ShouldNotListenOn(
                unquotedString(namespace),
                unquotedString(Integer.toString(port)),
                unquotedString(new TreeSet<>(all).toString()));
    }
}
