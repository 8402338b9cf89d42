package hms.server.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import hms.artifact.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why a request was not answered as its sender wished: RFC 9457 problem details.
///
/// @param code stable, for programs; also the end of `type`
/// @param detail one sentence for people: what is wrong
/// @param where the place in the request, such as `$.deploy.env` or `query on`
/// @param remedy what to do next
/// @param findings places in the files that were sent
/// @param more members that belong to this code, such as `lastDay`
/// @param headers of the answer
record Problem(
        int status,
        String code,
        String detail,
        @Nullable String where,
        String remedy,
        List<Finding> findings,
        Map<String, Object> more,
        List<Header> headers) {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPES = "https://hms-svc.org/problems/";

    static Problem of(int status, String code, String detail, String remedy) {
        return new Problem(status, code, detail, null, remedy, List.of(), Map.of(), List.of());
    }

    Problem at(String place) {
        return new Problem(status, code, detail, place, remedy, findings, more, headers);
    }

    Problem with(List<Finding> places) {
        return new Problem(status, code, detail, where, remedy, places, more, headers);
    }

    Problem with(String name, Object value) {
        var longer = new LinkedHashMap<>(more);
        longer.put(name, value);
        return new Problem(status, code, detail, where, remedy, findings, longer, headers);
    }

    Problem header(String name, String value) {
        var longer = new ArrayList<>(headers);
        longer.add(new Header(name, value));
        return new Problem(status, code, detail, where, remedy, findings, more, longer);
    }

    /// As it is written.
    Document document() {
        return new Document(
                TYPES + code.toLowerCase(Locale.ROOT).replace('_', '-'),
                title(),
                status,
                detail,
                code,
                where,
                remedy,
                findings.isEmpty() ? null : findings.stream().map(FindingView::of).toList(),
                more);
    }

    /// The code in words.
    private String title() {
        var words = code.toLowerCase(Locale.ROOT).replace('_', ' ').replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Document(
            String type,
            String title,
            int status,
            String detail,
            String code,
            @Nullable String where,
            String remedy,
            @Nullable List<FindingView> findings,
            @JsonIgnore Map<String, Object> more) {

        @JsonAnyGetter
        Map<String, Object> members() {
            return more;
        }
    }

    /// A finding as it is written.
    record FindingView(
            @JsonProperty("severity") String severity,
            String code,
            String message,
            String file,
            int line,
            int column,
            String path,
            String remedy) {

        static FindingView of(Finding f) {
            return new FindingView(
                    f.severity().name().toLowerCase(Locale.ROOT),
                    f.code(),
                    f.message(),
                    f.file(),
                    f.line(),
                    f.column(),
                    f.path(),
                    f.remedy());
        }
    }
}
