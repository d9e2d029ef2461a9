using System.Collections.Immutable;
using static Patchbay.Core.Flows.Architect.ActionParts;

namespace Patchbay.Core.Flows.Architect;

// What is read, written and looked up.
public static partial class ActionKinds
{
    private static ImmutableArray<ActionKind> DataKinds() =>
    [
        new("updateData", ActionCategory.Data) { Title = "Update Data", JsonType = "UpdateVariableAction", Fields = [Statements()] },
        new("callData", ActionCategory.Data)
        {
            Title = "Call Data Action", JsonType = "DataAction", Paths = SuccessFailureTimeout,
            Fields = [Value("processingPrompt", "prompt", DependencyKind.Prompt), Value("timeout", "duration"), DataAction()],
        },
        new("callDataSecure", ActionCategory.Data)
        {
            Title = "Call Secure Data", JsonType = "SecureAction", Paths = SuccessFailureTimeout, IsSeen = false,
            Fields = [Value("processingPrompt", "prompt", DependencyKind.Prompt), Value("timeout", "duration"), DataAction()],
        },
        new("callBridge", ActionCategory.Data)
        {
            Title = "Call Bridge Action", JsonType = "BridgeServerAction", Paths = SuccessFailureTimeout, IsSeen = false,
            Fields = [Value("processingPrompt", "prompt", DependencyKind.Prompt), Value("timeout", "duration")],
        },
        new("callDecisionTable", ActionCategory.Data) { Title = "Call Decision Table", Paths = SuccessFailure, IsSeen = false, Fields = [FailureOutputs()] },
        new("dataTableLookup", ActionCategory.Data)
        {
            Title = "Data Table Lookup", JsonType = "DataTableLookupAction", Paths = ["found", "notFound", "failure"],
            Fields = [Value("lookupValue", "string").Required(), ByName("dataTable", DependencyKind.DataTable, new("foundOutputs", FieldShape.Outputs), FailureOutputs()).Required()],
        },
        new("getParticipantData", ActionCategory.Data) { Title = "Get Participant Data", JsonType = "GetAttributesAction", Fields = [Attributes(new("variable", FieldShape.VariableName))] },
        new("setParticipantData", ActionCategory.Data) { Title = "Set Participant Data", JsonType = "SetAttributesAction", Fields = [Attributes(Value("value", "string"))] },
        new("getConversationData", ActionCategory.Data)
        {
            Title = "Get Conversation Data", JsonType = "GetConversationDataAction", Paths = FoundNotFound,
            Fields = [Value("conversationId", "string"), Value("participantId", "string"), Attributes(new("variable", FieldShape.VariableName))],
        },
        new("setConversationData", ActionCategory.Data)
        {
            Title = "Set Conversation Data", JsonType = "SetConversationDataAction", Paths = SuccessFailure,
            Fields = [Value("conversationId", "string"), Value("participantId", "string"), Attributes(Value("value", "string"))],
        },
        new("getResponse", ActionCategory.Data) { Title = "Get Response", JsonType = "GetResponseAction", Paths = SuccessFailure, IsSeen = false, Fields = [Output("responseBody", "string")] },
        new("encryptData", ActionCategory.Data) { Title = "Encrypt Data", Paths = SuccessFailure, IsSeen = false, Fields = [FailureOutputs()] },
        new("decryptData", ActionCategory.Data) { Title = "Decrypt Data", Paths = SuccessFailure, IsSeen = false, Fields = [FailureOutputs()] },
        new("extractSecureData", ActionCategory.Data) { Title = "Extract Secure Data", JsonType = "ExtractSecureDataAction", FlowTypes = ["secureCall", "commonModule"], IsSeen = false, Fields = [Statements()] },
        new("getSecuredData", ActionCategory.Data) { Title = "Get Customer Secured Data", Paths = SuccessFailure, IsSeen = false, Fields = [FailureOutputs()] },
        new("setSecuredData", ActionCategory.Data) { Title = "Set Customer Secured Data", Paths = SuccessFailure, IsSeen = false, Fields = [FailureOutputs()] },
        new("getSIPHeaders", ActionCategory.Data) { Title = "Get SIP Headers", Paths = SuccessFailure, FlowTypes = Calls, IsSeen = false, Fields = [FailureOutputs()] },
        new("getRawSIPHeaders", ActionCategory.Data) { Title = "Get Raw SIP Headers", Paths = SuccessFailure, FlowTypes = Calls, IsSeen = false, Fields = [FailureOutputs()] },
        new("setUUIData", ActionCategory.Data)
        {
            Title = "Set UUI Data", JsonType = "SetUUIDataAction", FlowTypes = Calls, IsSeen = false,
            Fields = [Value("uuiData", "string"), Plain("mode").OneOf("transfer", "disconnect")],
        },
        new("setExternalTag", ActionCategory.Data) { Title = "Set External Tag", Paths = Failure, IsSeen = false, Fields = [Value("externalTag", "string").Required()] },
    ];

    private static ImmutableArray<ActionKind> ContactKinds() =>
    [
        new("getExternalContact", ActionCategory.Find)
        {
            Title = "Get External Contact", JsonType = "GetExternalContactAction", Paths = FoundNotFound,
            Fields = [Value("externalId", "string").Required(), Output("externalResult", "externalContact")],
        },
        new("getExternalOrganization", ActionCategory.Find)
        {
            Title = "Get External Organization", JsonType = "GetExternalOrganizationAction", Paths = FoundNotFound, IsSeen = false,
            Fields = [Value("externalId", "string").Required(), Output("externalResult", "externalOrganization")],
        },
        new("searchExternalContacts", ActionCategory.Find)
        {
            Title = "Search External Contacts", JsonType = "SearchExternalContactsAction", Paths = ["matchExact", "matchMultiple", "notFound"], IsSeen = false,
            Fields = [Value("searchTerm", "string").Required(), Output("externalResults", "externalContactCollection")],
        },
        new("associateExternalContact", ActionCategory.Data)
        {
            Title = "Associate External Contact", JsonType = "AssociateExtContactWithConversationAction", Paths = SuccessFailure, IsSeen = false, Fields = [Value("externalId", "string")],
        },
        new("promoteExternalContact", ActionCategory.Data) { Title = "Promote External Contact", Paths = SuccessFailure, IsSeen = false },
        Journey("getJourneyOutcome", "Get Journey Outcome", "journeyOutcome"),
        Journey("getJourneyOutcomeScoresBySession", "Get Journey Outcome Scores by Session", "journeyOutcomeScoreCollection"),
        Journey("getJourneySegment", "Get Journey Segment", "journeySegment"),
        Journey("getJourneySession", "Get Journey Session", "journeySession"),
        Journey("getJourneySessionDetails", "Get Journey Session Details", "journeySession"),
        Journey("getJourneySessionsByCustomer", "Get Journey Sessions by Customer", "journeySessionCollection"),
        Journey("getJourneySessionsByExternalContact", "Get Journey Sessions by External Contact", "journeySessionCollection"),
        new("getAssignedCustomerIntents", ActionCategory.Find) { Title = "Get Assigned Customer Intents", Paths = FoundNotFound, IsSeen = false },
    ];

    private static ImmutableArray<ActionKind> FindKinds() =>
    [
        FindByName("findEmergencyGroup", "Find Emergency Group", "emergencyGroup"),
        FindByName("findGrammar", "Find Grammar", "grammar"),
        FindById("findGrammarById", "Find Grammar by Id", "grammar"),
        FindByName("findGroup", "Find Group", "group"),
        FindById("findKnowledgeBaseDocumentById", "Find Knowledge Base Document by Id", "knowledgeBaseDocument"),
        FindByName("findLanguageSkill", "Find Language Skill", "languageSkill"),
        FindByName("findQueue", "Find Queue", "queue") with { IsSeen = true },
        FindById("findQueueById", "Find Queue by Id", "queue") with { IsSeen = true },
        FindByName("findSchedule", "Find Schedule", "schedule"),
        FindByName("findScheduleGroup", "Find Schedule Group", "scheduleGroup"),
        FindByName("findSkill", "Find Skill", "skill"),
        FindByName("findSystemPrompt", "Find System Prompt", "prompt") with { JsonType = "FindSystemPromptAction" },
        FindByName("findUser", "Find User", "user"),
        FindById("findUserById", "Find User by Id", "user"),
        FindByName("findUserPrompt", "Find User Prompt", "prompt") with { JsonType = "FindUserPromptAction" },
        new("findUsersById", ActionCategory.Find)
        {
            Title = "Find Users by Id", Paths = ["found", "partiallyFound", "notFound"], IsSeen = false,
            Fields = [Value("findIds", "stringCollection").Required(), Output("findResult", "userCollection")],
        },
        FindByName("findUtilizationLabel", "Find Utilization Label", "utilizationLabel"),
    ];

    private static ActionKind FindByName(string name, string title, string type) => Search(name, title, "findName", type);

    private static ActionKind FindById(string name, string title, string type) => Search(name, title, "findId", type);

    private static ActionKind Journey(string name, string title, string type) => Search(name, title, "findId", type);

    private static ActionKind Search(string name, string title, string term, string type) => new(name, ActionCategory.Find)
    {
        Title = title,
        Paths = FoundNotFound,
        IsSeen = false,
        Fields = [Value(term, "string").Required(), Output("findResult", type)],
    };
}
