package io.github.netnsjunit.assertj;

import io.github.netnsjunit.lab.LeftThread;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.error.BasicErrorMessageFactory;
import org.assertj.core.error.ErrorMessageFactory;

/** No thread should have stayed in a lab. */
final class ShouldHaveNoLeftThreads extends BasicErrorMessageFactory {

    private ShouldHaveNoLeftThreads(Object... arguments) {
        super("%nExpecting:%n  %s%nto hold no threads but its own%nbut these stayed:%n%s", arguments);
    }

    static ErrorMessageFactory shouldHaveNoLeftThreads(List<LeftThread> left) {
        return new ShouldHaveNoLeftThreads(
                unquotedString("the lab"),
                unquotedString(left.stream()
                        .map(thread -> thread.toString().indent(2))
                        .collect(Collectors.joining())
                        .stripTrailing()));
    }
}
