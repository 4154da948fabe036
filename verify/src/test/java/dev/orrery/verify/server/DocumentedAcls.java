package dev.orrery.verify.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.utils.SecurityUtils;

/** The ACLs that a document names, as a broker takes them. */
public final class DocumentedAcls {

    private static final Pattern ROW =
            Pattern.compile(
                    "^\\| ([a-z -]+) \\| ([A-Za-z, ]+) \\| (Topic|Group|TransactionalId)"
                            + " `([^`*]+)(\\*?)` \\|$",
                    Pattern.MULTILINE);

    private record Row(String role, List<AclOperation> operations, ResourcePattern resource) {}

    private final List<Row> rows;

    public DocumentedAcls(String document) {
        rows = ROW.matcher(document).results().map(DocumentedAcls::row).toList();
    }

    private static Row row(MatchResult row) {
        var operations =
                Stream.of(row.group(2).split(", ", -1)).map(SecurityUtils::operation).toList();
        var type = SecurityUtils.resourceType(row.group(3));
        var form = row.group(5).isEmpty() ? PatternType.LITERAL : PatternType.PREFIXED;
        return new Row(row.group(1), operations, new ResourcePattern(type, row.group(4), form));
    }

    public Set<String> roles() {
        return Set.copyOf(rows.stream().map(Row::role).toList());
    }

    /** What a user needs who has these roles. */
    public List<AclBinding> of(String user, String... roles) {
        var acls = new ArrayList<AclBinding>();
        for (var row : rows) {
            if (Set.of(roles).contains(row.role())) {
                for (var operation : row.operations()) {
                    acls.add(
                            new AclBinding(
                                    row.resource(),
                                    new AccessControlEntry(
                                            "User:" + user,
                                            "*",
                                            operation,
                                            AclPermissionType.ALLOW)));
                }
            }
        }
        return acls;
    }
}
