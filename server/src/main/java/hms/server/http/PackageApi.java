package hms.server.http;

import hms.runs.intake.Answers.PackedMember;
import hms.runs.intake.Intake;
import java.util.List;

/// Takes packages that were made elsewhere.
final class PackageApi {

    private final Intake intake;

    PackageApi(Intake intake) {
        this.intake = intake;
    }

    /// @param handle how a deployment names it: its field `package`
    /// @param sha256 of the bytes that were sent
    private record Kept(
            @com.fasterxml.jackson.annotation.JsonProperty("package") String handle,
            String sha256,
            List<Member> members) {}

    private record Member(String id, String version, String digest) {

        static Member of(PackedMember member) {
            return new Member(
                    member.key().policy().text(),
                    member.key().version().toString(),
                    member.digest().toString());
        }
    }

    Response take(Call call) {
        var kept = Replies.value(intake.keepPackage(call.caller(), call.body().bytes())).value();
        return Response.json(
                201,
                new Kept(
                        kept.blob().toString(),
                        kept.sha256().toString(),
                        kept.members().stream().map(Member::of).toList()));
    }
}
