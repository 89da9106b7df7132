package io.github.netnsjunit.service.dns;

import io.github.netnsjunit.service.DnsAnswer;
import io.github.netnsjunit.service.DnsQuery;
import io.github.netnsjunit.service.DnsRule;
import io.github.netnsjunit.service.DnsTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Answers the messages that come to a name server, and remembers the queries. Safe for use by several threads. */
public final class Answering {

    /** How long a message over UDP may be if the client does not say (RFC 1035, section 4.2.1). */
    private static final int USUAL_LIMIT = 512;

    /** How long messages are that this server takes over UDP. */
    private static final int OWN_LIMIT = 1232;

    private static final int HEADER_LENGTH = 12;

    private final Zone zone;
    private final Map<Name, Script> scripts = new HashMap<>();
    private final List<DnsQuery> queries = new CopyOnWriteArrayList<>();

    public Answering(Zone zone) {
        this.zone = zone;
    }

    public synchronized void add(DnsRule rule) {
        scripts.computeIfAbsent(Records.name(rule.name()), key -> new Script()).add(rule);
    }

    public List<DnsQuery> queries() {
        return List.copyOf(queries);
    }

    public void forgetQueries() {
        queries.clear();
    }

    /** The reply to a message; empty if there is none. */
    Optional<Reply> answer(byte[] message, InetAddress from, DnsTransport transport) {
        Message query;
        try {
            query = new Message(message);
        } catch (IOException malformed) {
            return malformed(message);
        }
        if (query.getHeader().getFlag(Flags.QR)) {
            return Optional.empty(); // it is a reply itself, and to answer it could go on for ever
        }
        @Nullable Record question = query.getQuestion();
        if (question == null || query.getHeader().getOpcode() != Opcode.QUERY) {
            Message reply = reply(query, question == null ? Rcode.FORMERR : Rcode.NOTIMP);
            return Optional.of(Reply.of(reply.toWire(limit(query, transport)), Duration.ZERO));
        }
        DnsAnswer answer = scripted(question);
        queries.add(new DnsQuery(from, question.getName().toString(true), Type.string(question.getType()), transport));
        if (answer.kind() == DnsAnswer.Kind.SILENCE) {
            return Optional.empty();
        }
        Message reply = reply(query, question, answer, transport);
        return Optional.of(Reply.of(reply.toWire(limit(query, transport)), answer.delay()));
    }

    /** Tells the sender so, if there is at least a header to answer to. */
    private static Optional<Reply> malformed(byte[] message) {
        if (message.length < HEADER_LENGTH) {
            return Optional.empty();
        }
        Header header = new Header(Byte.toUnsignedInt(message[0]) << 8 | Byte.toUnsignedInt(message[1]));
        header.setFlag(Flags.QR);
        header.setRcode(Rcode.FORMERR);
        return Optional.of(Reply.of(header.toWire(), Duration.ZERO));
    }

    private synchronized DnsAnswer scripted(Record question) {
        Name name = question.getName();
        return Stream.concat(Stream.of(name), Zone.wildcards(name))
                .map(scripts::get)
                .filter(script -> script != null)
                .flatMap(script -> script.next(question.getType()).stream())
                .findFirst()
                .orElse(DnsAnswer.USUAL);
    }

    private Message reply(Message query, Record question, DnsAnswer answer, DnsTransport transport) {
        boolean truncated = answer.truncated() && transport == DnsTransport.UDP;
        Optional<List<Record>> found = switch (answer.kind()) {
            case USUAL -> zone.find(question.getName(), question.getType());
            case RECORDS ->
                Optional.of(new Zone(answer.records())
                        .find(question.getName(), question.getType())
                        .orElse(List.of()));
            default -> Optional.of(List.of());
        };
        int code = switch (answer.kind()) {
            case USUAL -> found.isEmpty() ? Rcode.NXDOMAIN : Rcode.NOERROR;
            case NXDOMAIN -> Rcode.NXDOMAIN;
            case SERVFAIL -> Rcode.SERVFAIL;
            case REFUSED -> Rcode.REFUSED;
            default -> Rcode.NOERROR;
        };
        Message reply = reply(query, code);
        if (truncated) {
            reply.getHeader().setFlag(Flags.TC);
        } else {
            found.ifPresent(records -> records.forEach(record -> reply.addRecord(record, Section.ANSWER)));
        }
        if (answer.wrongId()) {
            reply.getHeader().setID(query.getHeader().getID() ^ 0xffff);
        }
        return reply;
    }

    /** A reply without records. It says that the server is responsible for the name and looks up others, so that each client is content. */
    private static Message reply(Message query, int code) {
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setOpcode(query.getHeader().getOpcode());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.AA);
        reply.getHeader().setFlag(Flags.RA);
        if (query.getHeader().getFlag(Flags.RD)) {
            reply.getHeader().setFlag(Flags.RD);
        }
        reply.getHeader().setRcode(code);
        @Nullable Record question = query.getQuestion();
        if (question != null) {
            reply.addRecord(question, Section.QUESTION);
        }
        if (query.getOPT() != null) {
            reply.addRecord(new OPTRecord(OWN_LIMIT, 0, 0), Section.ADDITIONAL);
        }
        return reply;
    }

    /** How long the reply may be. What is longer is truncated. */
    private static int limit(Message query, DnsTransport transport) {
        if (transport == DnsTransport.TCP) {
            return Message.MAXLENGTH;
        }
        @Nullable OPTRecord client = query.getOPT();
        return client == null ? USUAL_LIMIT : Math.max(USUAL_LIMIT, client.getPayloadSize());
    }
}
