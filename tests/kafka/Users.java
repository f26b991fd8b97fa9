// Gives a broker the access lists of Strimzi's KafkaUser objects, as Strimzi's user operator would:
// each entry with its pattern and its operations, from any host. Needs a client that may do so.
//
// usage: java -cp '<jars>/*' Users.java <bootstrap> <users.yaml>
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.yaml.snakeyaml.Yaml;

public class Users {
  // "transactionalId" -> TRANSACTIONAL_ID
  static String constant(Object name) {
    return name.toString().replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  static PatternType pattern(Object name) {
    return "prefix".equals(name) ? PatternType.PREFIXED : PatternType.LITERAL;
  }

  public static void main(String[] arguments) throws Exception {
    List<AclBinding> bindings = new ArrayList<>();
    for (Object document : new Yaml().loadAll(Files.readString(Path.of(arguments[1])))) {
      String user = "User:" + map(map(document).get("metadata")).get("name");
      Object authorization = map(map(document).get("spec")).get("authorization");
      for (Object acl : (List<?>) map(authorization).get("acls")) {
        Map<String, Object> of = map(map(acl).get("resource"));
        ResourcePattern resource = new ResourcePattern(
            ResourceType.valueOf(constant(of.get("type"))), of.get("name").toString(),
            pattern(of.get("patternType")));
        for (Object operation : (List<?>) map(acl).get("operations")) {
          bindings.add(new AclBinding(resource, new AccessControlEntry(
              user, "*", AclOperation.valueOf(constant(operation)), AclPermissionType.ALLOW)));
        }
      }
    }
    if (bindings.isEmpty()) throw new IllegalArgumentException(arguments[1] + " allows nothing");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", arguments[0]))) {
      admin.createAcls(bindings).all().get();
      // The controller answers before the broker has heard of them.
      while (!admin.describeAcls(AclBindingFilter.ANY).values().get().containsAll(bindings)) {
        Thread.sleep(20);
      }
    }
    System.out.println(bindings.size() + " entries");
  }
}
