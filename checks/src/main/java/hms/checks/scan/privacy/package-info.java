/// The rule set `privacy`: personal data has no business in a policy, its scenarios or its tests,
/// all of which are packed, approved, published and kept for good.
///
/// [PrivacyRules] goes through the files. What a text gives away by its form, [Sightings] sees
/// (numbers by their check digits and lengths, addresses by their shape); what it gives away by the
/// name that it stands under, [SensitiveName] knows. Nothing that is found is repeated: [Mask].
@NullMarked
package hms.checks.scan.privacy;

import org.jspecify.annotations.NullMarked;
