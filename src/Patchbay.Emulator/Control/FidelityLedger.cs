using System.Collections.Immutable;

namespace Patchbay.Emulator.Control;

/// <summary>How a rule of the emulator's behaviour is known.</summary>
internal enum Confidence
{
    /// <summary>The service's documentation says so.</summary>
    Documented,

    /// <summary>Somebody wrote a program against the service that relies on it.</summary>
    Observed,

    /// <summary>Nobody says; it is what fits the rest best.</summary>
    Guessed,
}

/// <summary>One rule of behaviour.</summary>
/// <param name="Area">What it is about.</param>
/// <param name="Rule">What the emulator does, in a sentence.</param>
/// <param name="Source">Where the rule comes from.</param>
/// <param name="Confidence">How sure it is.</param>
/// <param name="Test">The test that holds it: class and method.</param>
internal sealed record FidelityRule(string Area, string Rule, string Source, Confidence Confidence, string Test);

/// <summary>The rules of behaviour that matter to a client, each with where it comes from and the test that holds it. A rule that is found to be wrong is corrected here and there together.</summary>
internal static class FidelityLedger
{
    private const string Docs = "platform documentation";
    private const string Scripts = "scripts written against the service";
    private const string Ours = "none; ours";

    public static ImmutableArray<FidelityRule> Rules { get; } =
    [
        new("tokens", "POST /oauth/token gives a bearer token for client credentials in the form.", Docs, Confidence.Documented, "TokensTests.Both_paths_give_a_bearer_token_for_credentials_in_the_form"),
        new("tokens", "POST /login/oauth2/v1/token is the same endpoint.", Scripts, Confidence.Observed, "TokensTests.Both_paths_give_a_bearer_token_for_credentials_in_the_form"),
        new("tokens", "Credentials may come as HTTP Basic, each part percent-encoded.", Docs, Confidence.Documented, "TokensTests.Credentials_may_come_as_http_basic"),
        new("tokens", "Wrong credentials are 401 invalid_client in OAuth's error shape.", Docs, Confidence.Documented, "TokensTests.A_wrong_secret_is_401_in_the_shape_of_oauth"),
        new("tokens", "Asking for a scope beyond those granted is 403 invalid_scope and names it.", Scripts, Confidence.Observed, "TokensTests.Asking_for_a_scope_that_is_not_granted_is_403_and_names_it"),
        new("tokens", "A missing, unknown or expired token is 401.", Docs, Confidence.Documented, "TokensTests.Without_a_token_or_with_an_unknown_one_the_answer_is_401"),
        new("tokens", "GET /oauth/authorize is a page that sends the browser back with a code, or with access_denied, and the state.", Docs, Confidence.Documented, "SignInTests.A_choice_sends_the_browser_back_with_a_code_and_the_state"),
        new("tokens", "Any client may sign people in, and the browser is sent back to this machine alone.", Ours, Confidence.Guessed, "SignInTests.An_unknown_client_or_an_address_elsewhere_is_told_on_the_page_and_nowhere_else"),
        new("tokens", "A code is good once, for five minutes, for its client, redirect_uri and code_verifier (S256).", Docs, Confidence.Documented, "SignInTests.A_code_is_traded_once_by_the_verifier_it_was_begun_with"),
        new("tokens", "Without a challenge a code is traded for the client's secret.", Docs, Confidence.Documented, "SignInTests.Without_a_challenge_the_client_proves_itself_by_its_secret"),
        new("tokens", "The code grant gives a refresh token, with PKCE too; each is good once and gives the next.", Ours, Confidence.Guessed, "SignInTests.A_refresh_token_gives_the_next_of_both_and_is_used_up"),
        new("tokens", "DELETE /tokens/me ends the token, and the refresh token that came with it.", Docs, Confidence.Guessed, "SignInTests.A_revoked_token_is_401_and_its_refresh_token_is_worth_nothing"),
        new("tokens", "GET /tokens/me tells organisation, scopes and OAuthClient; GET /users/me the person.", Docs, Confidence.Documented, "SignInTests.A_token_tells_its_org_its_client_and_its_person"),
        new("tokens", "GET /users/me with client credentials is 400.", Scripts, Confidence.Observed, "SignInTests.Behind_client_credentials_there_is_no_person"),
        new("tokens", "A token of the platform's API is good for 86399 seconds.", Scripts, Confidence.Observed, "SignInTests.A_code_is_traded_once_by_the_verifier_it_was_begun_with"),
        new("tokens", "Too many logins are 400 invalid_request, with a description that starts with rate limit exceeded;", Scripts, Confidence.Observed, "ThrottlingTests.More_logins_than_the_limit_are_400_and_the_description_says_why"),
        new("tokens", "An empty bearer is taken where the emulator was started with --accept-empty-bearer; the service takes none.", Ours, Confidence.Guessed, "ThrottlingTests.An_empty_bearer_is_taken_where_that_was_asked_for"),
        new("scopes", "Any of flow:flow:read, flow:read and routing:flow:view reads flows.", Scripts, Confidence.Observed, "ScopesTests.Reading_needs_a_read_scope"),
        new("scopes", "Any of flow:flow:write, flow:write and routing:flow:manage writes flows.", Scripts, Confidence.Observed, "ScopesTests.Writing_needs_a_write_scope"),
        new("scopes", "routing:flow:publish or a write scope publishes.", Scripts, Confidence.Observed, "ScopesTests.Publishing_needs_the_publish_scope_or_a_write_scope"),
        new("scopes", "flow:module:read alone reads modules alone.", Scripts, Confidence.Guessed, "ScopesTests.The_scope_for_modules_reads_modules_and_nothing_else"),
        new("scopes", "A client limited to divisions gets 403 for flows of others, and searches leave those out.", Scripts, Confidence.Observed, "ScopesTests.A_client_of_one_division_sees_and_changes_that_one_alone"),
        new("flows", "Content comes back as sent: number spelling, unknown fields, key order.", Ours, Confidence.Guessed, "FlowsTests.Gives_content_back_as_it_was_sent"),
        new("flows", "A PUT keeps absent fields and takes null at the top level for absent.", Ours, Confidence.Guessed, "FlowsTests.A_put_keeps_what_it_does_not_give_and_takes_null_for_absent"),
        new("flows", "A write without version is 400.", Scripts, Confidence.Observed, "FlowsTests.A_put_without_a_version_is_refused"),
        new("flows", "A write from another version than the current one is 409.", Scripts, Confidence.Observed, "FlowsTests.A_write_from_an_older_version_is_a_conflict_that_tells_both_versions"),
        new("flows", "PATCH is a JSON merge patch.", Scripts, Confidence.Observed, "FlowsTests.A_patch_merges_and_null_removes"),
        new("flows", "A PATCH that removes name or type is 422.", Ours, Confidence.Guessed, "FlowsTests.A_patch_cannot_remove_name_or_type"),
        new("flows", "The type of a flow cannot be changed.", Ours, Confidence.Guessed, "CreateAndDeleteTests.The_type_of_a_flow_stays"),
        new("flows", "A name is unique per type: 409 flow.already.exists.", Docs, Confidence.Documented, "CreateAndDeleteTests.A_name_and_type_can_be_taken_once"),
        new("flows", "A flow that others call cannot be deleted: 409.", Docs, Confidence.Documented, "CreateAndDeleteTests.A_flow_that_others_call_cannot_be_deleted"),
        new("flows", "Every write adds one version, and every version stays readable.", Scripts, Confidence.Observed, "VersionsTests.Every_write_adds_a_version_that_can_be_read_whole"),
        new("flows", "The revision hashes id, version and canonical content.", Ours, Confidence.Guessed, "VersionsTests.The_revision_is_the_same_for_the_same_content_however_it_is_laid_out"),
        new("search", "Pages are asked for by pageToken in the body; the last has no nextPage.", Scripts, Confidence.Observed, "FlowSearchTests.Pages_follow_one_another_until_there_is_no_next"),
        new("search", "The page token may stand in the address as continuation_token or continuationToken.", Scripts, Confidence.Observed, "FlowSearchTests.The_page_token_is_also_taken_from_the_address"),
        new("search", "A name may hold * and is compared without regard to case.", Scripts, Confidence.Guessed, "FlowSearchTests.Finds_flows_by_type_and_a_name_with_wildcards"),
        new("search", "Nothing found is an empty list, not a 404.", Scripts, Confidence.Observed, "FlowSearchTests.Nothing_found_is_an_empty_list"),
        new("definitions", "A broken action list is refused with 422.", Scripts, Confidence.Observed, "RefusalTests.An_action_list_is_refused_with_422"),
        new("definitions", "A broken trigger graph is refused with 400.", Scripts, Confidence.Observed, "RefusalTests.A_trigger_graph_is_refused_with_400"),
        new("definitions", "A broken node map is refused with 400 from a PUT and with 422 from a PATCH.", Scripts, Confidence.Observed, "RefusalTests.A_node_map_is_refused_with_400_from_a_put_and_422_from_a_patch"),
        new("definitions", "A bad menu is refused with 422.", Scripts, Confidence.Observed, "RefusalTests.A_menu_is_refused_with_422"),
        new("definitions", "A loop in a node list is found at compilation, not at the write.", Scripts, Confidence.Observed, "RefusalTests.A_loop_in_a_node_list_is_stored_and_does_not_compile"),
        new("definitions", "An import refuses nothing.", Ours, Confidence.Guessed, "RefusalTests.A_flow_that_was_imported_broken_can_be_read_and_not_written"),
        new("definitions", "Validating a bare part does not blame it for names it lacks.", Scripts, Confidence.Observed, "ValidateTests.A_bare_part_is_not_blamed_for_names_it_lacks"),
        new("publishing", "A revision goes live at once where activateAt is empty or past.", Scripts, Confidence.Observed, "PublishTests.A_time_that_has_passed_is_now"),
        new("publishing", "A time to come schedules, and the version goes live by itself.", Scripts, Confidence.Observed, "PublishTests.A_time_to_come_schedules_and_the_version_is_live_from_then_on"),
        new("publishing", "Publishing what is live already changes nothing.", Ours, Confidence.Guessed, "PublishTests.A_compiled_revision_goes_live_at_once_and_a_second_time_changes_nothing"),
        new("publishing", "A flow has one schedule; another takes its place.", Ours, Confidence.Guessed, "PublishTests.The_same_schedule_twice_changes_nothing_and_another_takes_its_place"),
        new("publishing", "Any version's revision may be published.", Ours, Confidence.Guessed, "PublishTests.An_older_revision_may_be_published_which_is_how_to_go_back"),
        new("publishing", "Publishing while compilation is pending is 409 flow.compilation.pending.", Ours, Confidence.Guessed, "PublishTests.While_compilation_is_pending_a_publish_is_refused_with_409"),
        new("publishing", "Publishing what did not compile is 400 with the reasons.", Scripts, Confidence.Observed, "PublishTests.What_did_not_compile_is_refused_with_the_reasons"),
        new("publishing", "More published flows than maxFlows is 400.", Scripts, Confidence.Observed, "PublishTests.One_flow_more_than_the_org_may_have_published_is_refused"),
        new("limits", "300 requests a minute per token in fixed windows, told in inin-ratelimit headers.", Docs, Confidence.Documented, "LimitsTests.Every_answer_tells_how_the_token_stands"),
        new("limits", "A 429 names its limit: key, namespace, value.", Docs, Confidence.Documented, "ThrottlingTests.A_429_names_the_limit"),
        new("limits", "GET /flows and /flows/divisionviews have a limit of the whole org's, graded by page size: 12000 a minute with 25, 600 with 500. Sizes share one count.", Docs, Confidence.Guessed, "ThrottlingTests.Listings_of_flows_are_limited_for_the_whole_org_by_their_page_size"),
        new("limits", "A full window is 429 with Retry-After in whole seconds.", Docs, Confidence.Documented, "LimitsTests.A_full_window_is_429_until_it_ends"),
        new("limits", "A refused request does not count.", Ours, Confidence.Guessed, "LimitsTests.A_full_window_is_429_until_it_ends"),
        new("errors", "Every error body has message, code, status, contextId, details and errors; contextId is the ININ-Correlation-Id.", Docs, Confidence.Documented, "FlowsTests.Says_which_flow_is_not_there"),
        new("errors", "An operation that the emulator lacks is 501 and named.", Ours, Confidence.Guessed, "RobustnessTests.A_path_of_the_platform_that_is_lacking_is_501_with_its_name"),
        new("analytics", "Contacts are counted per flow or revision in an interval.", Scripts, Confidence.Observed, "AnalyticsTests.Contacts_are_counted_per_flow_and_per_revision"),
        new("analytics", "A group without contacts is left out.", Docs, Confidence.Documented, "AnalyticsTests.A_flow_without_contacts_has_no_result"),
        new("audits", "Who did what, newest first, by flow and time.", Ours, Confidence.Guessed, "AuditsTests.Who_did_what_comes_newest_first_page_by_page"),
        new("platform permissions", "An operation without any of its permissions is 403 architect.missing.permission, outside Architect missing.permissions.", Docs, Confidence.Documented, "PermissionsTests.An_act_without_its_permission_is_403_and_names_it"),
        new("platform permissions", "A client limited to divisions gets 403 for flows of others, and listings leave those out.", Docs, Confidence.Guessed, "PermissionsTests.A_client_of_one_division_sees_and_changes_the_flows_of_that_division_alone"),
        new("platform locks", "A person's lock is lockedUser, a client's lockedClient.", Docs, Confidence.Documented, "PermissionsTests.A_person_holds_a_lock_as_a_user_and_a_client_as_a_client"),
        new("platform flows", "List parameters come as repeated parameters, with commas, or with escaped commas.", Scripts, Confidence.Observed, "PlatformFlowsTests.Lists_flows_by_type_in_every_spelling_of_a_list_and_by_name"),
        new("platform flows", "A page past the last one is empty, with the same totals.", Docs, Confidence.Documented, "PlatformFlowsTests.Pages_name_their_neighbours_and_end_in_an_empty_one"),
        new("platform flows", "A name is matched without regard to case, with * for anything.", Ours, Confidence.Guessed, "PlatformFlowsTests.Lists_flows_by_type_in_every_spelling_of_a_list_and_by_name"),
        new("platform locks", "A checkout takes the lock and makes a draft; a revert gives both back.", Docs, Confidence.Documented, "PlatformFlowsTests.A_checkout_takes_the_lock_and_makes_a_draft_and_a_revert_gives_both_back"),
        new("platform locks", "While an operation on a flow runs, another is 409.", Docs, Confidence.Documented, "PlatformFlowsTests.While_an_operation_runs_another_one_is_refused"),
        new("platform publish", "Checking in makes the next version, 2.0 after 1.0; only a publish makes it live.", Scripts, Confidence.Observed, "PlatformFlowsTests.A_check_in_makes_the_next_version_and_a_publish_makes_it_live"),
        new("platform publish", "Publishing a version that does not exist is answered with 200 and does nothing.", Scripts, Confidence.Observed, "PlatformFlowsTests.Publishing_a_version_that_does_not_exist_is_answered_and_does_nothing"),
        new("platform jobs", "A publish job takes YAML at a signed address, without a token, and makes it the next version, live.", Docs, Confidence.Documented, "JobsTests.An_uploaded_flow_is_the_next_version_and_live"),
        new("platform jobs", "A flow is known by its name and type: another name is another flow.", Scripts, Confidence.Observed, "JobsTests.A_flow_of_another_name_is_another_flow"),
        new("platform jobs", "A wrong flow fails the job with messages, which are those of Patchbay's linter.", Ours, Confidence.Guessed, "JobsTests.A_flow_that_is_wrong_fails_the_job_with_messages_and_changes_nothing"),
        new("platform jobs", "One flow is exported as YAML, several as an archive.", Scripts, Confidence.Observed, "JobsTests.One_flow_is_exported_as_it_is_and_several_in_an_archive"),
        new("platform resources", "Lists come in pages with total, pageCount and the addresses of their neighbours, sorted by sortBy and sortOrder.", Docs, Confidence.Documented, "ResourcesTests.Every_listing_comes_in_pages"),
        new("platform resources", "A name in a list is matched without regard to case, with * for anything; what cannot be sorted by is 400.", Ours, Confidence.Guessed, "ResourcesTests.Listings_take_names_with_wildcards_and_an_order"),
        new("platform resources", "Schedules, schedule groups, IVRs and emergency groups are changed from their current version alone: 409 otherwise, 400 without one.", Scripts, Confidence.Observed, "ResourcesTests.A_versioned_resource_is_changed_from_its_current_version_alone"),
        new("platform resources", "A PUT takes the place of everything; fields that are absent are gone.", Ours, Confidence.Guessed, "ResourcesTests.What_is_added_can_be_read_changed_and_deleted"),
        new("platform resources", "A name is unique within its kind: 409, for prompts architect.prompt.already.exists.", Docs, Confidence.Documented, "ResourcesTests.A_name_can_be_taken_once"),
        new("platform resources", "A reference to what does not exist is 400 general.bad.request.", Docs, Confidence.Documented, "ResourcesTests.What_cannot_be_is_refused"),
        new("platform resources", "A number leads to one IVR: 409.", Ours, Confidence.Guessed, "ResourcesTests.An_ivr_leads_numbers_to_flows_and_each_number_to_one"),
        new("platform resources", "What something else refers to cannot be deleted: 409.", Docs, Confidence.Documented, "ResourcesTests.What_something_else_refers_to_cannot_be_deleted"),
        new("platform resources", "A PUT of a flow outcome is answered with an operation, complete at once.", Docs, Confidence.Documented, "ResourcesTests.A_changed_outcome_is_answered_with_an_operation"),
        new("platform resources", "An org has 100 flow outcomes and 1000 milestones at most.", Docs, Confidence.Documented, "ResourcesTests.An_org_has_a_hundred_outcomes_at_most"),
        new("platform resources", "A client limited to divisions sees only what lies in them, and gets 403 for the rest.", Ours, Confidence.Guessed, "ResourcesTests.A_client_of_one_division_sees_and_changes_that_one_alone"),
        new("platform resources", "organizations/me and authorization/products hold no null that Terraform's provider stumbles over.", Scripts, Confidence.Observed, "ResourcesTests.The_org_and_what_it_bought_hold_no_null_that_a_client_stumbles_over"),
        new("platform prompts", "A prompt says something once per language: 409 architect.prompt.resource.already.exists.", Docs, Confidence.Documented, "PromptsTests.A_prompt_says_something_once_per_language"),
        new("platform prompts", "A prompt that says something is deleted with allResources=true only.", Docs, Confidence.Documented, "PromptsTests.A_prompt_that_says_something_is_deleted_with_all_of_it_or_not_at_all"),
        new("platform prompts", "A recording is uploaded to a signed address without a token, and is transcoded at once.", Docs, Confidence.Guessed, "PromptsTests.A_recording_is_taken_at_a_signed_address"),
        new("platform prompts", "System prompts can be overridden per language, and not be deleted.", Docs, Confidence.Documented, "PromptsTests.A_system_prompt_is_overridden_and_given_back"),
        new("platform data tables", "A row is known by its key; lists tell the key alone unless showbrief=false.", Docs, Confidence.Documented, "DataTablesTests.A_row_is_known_by_its_key"),
        new("platform data tables", "A row that does not fit the schema is 400 flows.datatables.schema.exception.", Docs, Confidence.Documented, "DataTablesTests.A_row_that_does_not_fit_the_schema_is_refused"),
        new("platform data tables", "Fields are never removed from a schema: 400 flows.datatables.cannot.remove.fields.", Docs, Confidence.Documented, "DataTablesTests.Fields_are_added_and_never_removed"),
        new("platform data tables", "A table in use is deleted with force=true only.", Docs, Confidence.Guessed, "DependencyTrackingTests.A_data_table_deleted_by_force_leaves_consumers_of_what_is_gone"),
        new("dependency tracking", "consumedresources names flows, queues, prompts, data tables and the like, and the languages that a flow speaks.", Docs, Confidence.Documented, "DependencyTrackingTests.What_a_version_uses_is_told_with_types_and_ids"),
        new("dependency tracking", "A live flow names the version of a common module that it holds a copy of.", Ours, Confidence.Guessed, "DependencyTrackingTests.A_live_flow_names_the_module_version_that_it_holds_and_is_updated_when_a_newer_one_is_live"),
        new("dependency tracking", "Only a published newer version of a module makes its consumers updated.", Ours, Confidence.Guessed, "DependencyTrackingTests.A_module_that_is_checked_in_and_not_published_makes_nobody_updated"),
        new("dependency tracking", "consumingresources goes by what is live unless flowFilter=checkedIn.", Docs, Confidence.Guessed, "DependencyTrackingTests.Who_uses_a_module_is_told_by_what_is_live_or_checked_in"),
        new("dependency tracking", "While the index lags behind, reads are 206 and the build is BUILDINPROGRESS.", Docs, Confidence.Documented, "DependencyTrackingTests.The_index_lags_and_says_so"),
        new("dependency tracking", "A build is 202, and 409 while another one runs.", Docs, Confidence.Documented, "DependencyTrackingTests.A_build_takes_a_while_and_only_one_runs"),
    ];
}
