package io.github.netnsjunit.assertj;

import java.util.Collection;
import java.util.TreeSet;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** Somebody should listen on a port. */
final class ShouldListenOn extends BasicErrorMessageFactory {

    private ShouldListenOn(Object... arguments) {
        super("%nExpecting:%n  %s%nto listen on TCP port %s%nbut the ports listened on are:%n  %s%n%s", arguments);
    }

    static ErrorMessageFactory shouldListenOn(Surroundings seen, int port, Collection<Integer> all) {
        return new ShouldListenOn(
                unquotedString(seen.namespace()),
                unquotedString(Integer.toString(port)),
                unquotedString(new TreeSet<>(all).toString()),
                unquotedString(seen.whole()));
    }
}
