package io.github.netnsjunit.service.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The records of a name server, which may change while it serves. Safe for use by several threads. */
public final class Zone {

    /** How many names a chain of aliases may have. It may be a ring. */
    private static final int LONGEST_CHAIN = 16;

    private final List<Record> records = new CopyOnWriteArrayList<>();

    public Zone(List<String> texts) {
        texts.forEach(this::add);
    }

    public void add(String text) {
        records.add(Records.parse(text));
    }

    public void remove(String text) {
        records.remove(Records.parse(text));
    }

    /** The records that answer a query: those of the name, or first the aliases that lead to them. Empty if the name does not exist. */
    Optional<List<Record>> find(Name name, int type) {
        List<Record> answer = new ArrayList<>();
        Name wanted = name;
        for (int i = 0; i < LONGEST_CHAIN; i++) {
            List<Record> ofName = ofName(wanted);
            if (ofName.isEmpty()) {
                break;
            }
            List<Record> found = ofName.stream()
                    .filter(record -> type == Type.ANY || record.getType() == type)
                    .toList();
            answer.addAll(found);
            @Nullable Name target = found.isEmpty() ? target(ofName, answer) : null;
            if (target == null) {
                return Optional.of(answer);
            }
            wanted = target;
        }
        return answer.isEmpty() && !exists(name) ? Optional.empty() : Optional.of(answer);
    }

    /** The name that an alias stands for. The alias becomes a part of the answer. */
    private static @Nullable Name target(List<Record> ofName, List<Record> answer) {
        for (Record record : ofName) {
            if (record instanceof CNAMERecord alias) {
                answer.add(alias);
                return alias.getTarget();
            }
        }
        return null;
    }

    /** The records of a name; if it does not exist, those of the nearest wildcard, with the name in its place (RFC 4592). */
    private List<Record> ofName(Name name) {
        if (exists(name)) {
            return owned(name);
        }
        return wildcards(name).map(this::owned).filter(found -> !found.isEmpty()).findFirst().orElse(List.of()).stream()
                .map(record -> record.withName(name))
                .toList();
    }

    /** Whether the name, or one below it, has records. */
    private boolean exists(Name name) {
        return records.stream().anyMatch(record -> record.getName().subdomain(name));
    }

    private List<Record> owned(Name name) {
        return records.stream().filter(record -> record.getName().equals(name)).toList();
    }

    /** The wildcards that stand for a name, the nearest first: {@code *.example.test.}, {@code *.test.}, {@code *.}. */
    static Stream<Name> wildcards(Name name) {
        return Stream.iterate(1, count -> count < name.labels(), count -> count + 1)
                .map(name::wild);
    }
}
