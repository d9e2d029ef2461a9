using System.Collections.Concurrent;
using System.Collections.Immutable;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Emulator.Org;

/// <summary>An org to try things on, the same every time: a company's flows over the four formats, with some of the faults that grow in such orgs.</summary>
internal sealed class SampleOrg
{
    private static readonly string[] SupportTopics =
    [
        "Billing", "Returns", "Legacy", "Orders", "Delivery", "Warranty", "Accounts", "Passwords", "Outages",
        "Internet", "Mobile", "Television", "Devices", "Repairs", "Installation", "Upgrades", "Cancellations", "Complaints",
        "Accessibility", "Priority", "Business", "Enterprise", "Partners", "Retail", "Roaming", "Spam", "Fraud",
        "Security", "Privacy", "Refunds", "Payments", "Invoices", "Contracts", "Moving", "Porting", "Voicemail",
        "Webmail", "Cloud", "Backup", "Hosting", "Domains", "Licences", "Training", "Onboarding", "Feedback",
        "Surveys", "Loyalty", "Gifts", "Insurance", "Emergency", "Nights", "Weekends", "French", "Spanish",
    ];

    private static readonly string[] SalesTopics =
    [
        "Phones", "Tablets", "Laptops", "Accessories", "Broadband", "Fibre", "Prepaid", "Family", "Students", "Seniors", "Travel", "Offices",
        "Fleet", "Wholesale", "Resellers", "Renewals", "Bundles", "Trials", "Events", "Seasonal", "Outlet", "Finance", "Trade-in", "Referrals",
    ];

    private static readonly string[] BillingTopics =
    [
        "Statements", "Disputes", "Instalments", "Reminders", "Deposits", "Taxes", "Addresses", "Cards", "Debits", "Vouchers", "Credits", "Limits", "Archive", "Plans", "Receipts", "Audits",
    ];

    private static readonly string[] WrittenTopics =
    [
        "General", "Orders", "Returns", "Billing", "Passwords", "Outages", "Devices", "Upgrades", "Complaints", "Feedback", "Partners", "Careers",
    ];

    /// <summary>Definitions do not change, so every sample org of a process shares them.</summary>
    private static readonly ConcurrentDictionary<(string Text, int Versions), ImmutableArray<FlowDocument>> Documents = new();

    private static readonly string[] AlreadyCalling = ["Returns", "Warranty", "Refunds"];

    private readonly EmulatorOrg _org;
    private readonly OrgDivision _support;
    private readonly OrgDivision _sales;

    private SampleOrg(EmulatorOrg org)
    {
        _org = org;
        _support = org.AddDivision("division_support", "Support");
        _sales = org.AddDivision("division_sales", "Sales");
    }

    /// <summary>Fills an org.</summary>
    public static void Fill(EmulatorOrg org)
    {
        var sample = new SampleOrg(org);
        foreach (var (id, name) in SampleQueues.All)
        {
            org.AddQueue(id, name);
        }

        var module = sample.Add(SampleFlows.ValidationModule(), 6);
        var auth = sample.Add(SampleFlows.AuthSubflow(), 4);
        sample.Add(SampleFlows.MainIvr(), 14);
        sample.AddSupport(module, auth);
        sample.AddSharedFlows();
        sample.AddSales(module, auth);
        sample.AddBilling(auth);
        sample.AddWritten();
        sample.AddDrafts();
    }

    private void AddSupport(string module, string auth)
    {
        for (var i = 0; i < SupportTopics.Length; i++)
        {
            var topic = SupportTopics[i];
            if (topic == "Legacy")
            {
                Add(SampleFlows.Legacy(), 1);
                continue;
            }

            var line = Line($"Inbound_Support_{topic}", "call", topic, _support, "queue_support", $"Welcome to {topic} support.");
            var text = (i % 9) switch
            {
                _ when AlreadyCalling.Contains(topic) => SampleFlows.NodeMap(line, module),
                _ when topic == "Weekends" => SampleFaults.Unreachable(line),
                3 => SampleFlows.ActionList(line with { Queue = "queue_technical" }),
                7 => SampleFlows.TriggerGraph(line with { Queue = "queue_support_priority" }, auth),
                2 or 5 or 8 => SampleFlows.NodeList(line),
                _ => SampleFlows.NodeMap(line),
            };
            Add(text, topic == "Billing" ? 14 : 1 + (i * 7 % 11));
        }
    }

    private void AddSharedFlows()
    {
        Add(SampleFlows.SurveyModule(), 3);
        Add(SampleFlows.HoursModule(), 2);
        Add(SampleFlows.ConsentSubflow(), 2);
        Add(SampleFlows.NodeMap(Line("After Hours IVR", "call", "nights", _org.HomeDivision, "queue_night", "You are calling outside our opening hours.")), 5);
        Add(SampleFlows.NodeMap(Line("Holiday IVR", "call", "holidays", _org.HomeDivision, "queue_night", "We are closed today.")), 2);
    }

    private void AddSales(string module, string auth)
    {
        for (var i = 0; i < SalesTopics.Length; i++)
        {
            var topic = SalesTopics[i];
            var line = Line($"Inbound_Sales_{topic}", "call", topic, _sales, "queue_sales", $"Thank you for your interest in {topic.ToLowerInvariant()}.");
            Add(topic switch
            {
                "Renewals" => SampleFaults.NearMissInput(line, module),
                "Bundles" => SampleFaults.AmbiguousWay(line),
                "Trials" => SampleFaults.DeadEnd(line),
                _ when i % 4 == 1 => SampleFlows.NodeList(line),
                _ when i % 4 == 3 => SampleFlows.ActionList(line),
                _ when i % 8 == 6 => SampleFlows.TriggerGraph(line, auth),
                _ => SampleFlows.NodeMap(line),
            }, 1 + (i * 5 % 7));
        }
    }

    private void AddBilling(string auth)
    {
        for (var i = 0; i < BillingTopics.Length; i++)
        {
            var topic = BillingTopics[i];
            var line = Line($"Inbound_Billing_{topic}", "call", topic, _org.HomeDivision, "queue_billing", $"This is billing. You are calling about {topic.ToLowerInvariant()}.");
            Add(topic switch
            {
                "Plans" => SampleFaults.DuplicateMenuKey(line),
                _ when i % 2 == 0 => SampleFlows.TriggerGraph(line, auth),
                _ => SampleFlows.NodeMap(line),
            }, 1 + (i * 3 % 5));
        }
    }

    private void AddWritten()
    {
        foreach (var topic in WrittenTopics)
        {
            var division = topic is "Orders" or "Upgrades" ? _sales : _support;
            Add(SampleFlows.Chat(Line($"Chat_{topic}", "chat", topic, division, "queue_chat", "Hello! Nice that you are here.")), 2);
            Add(SampleFlows.Email(Line($"Email_{topic}", "email", topic, division, "queue_email", "")), 1);
            Add(SampleFlows.Message(Line($"Message_{topic}", "message", topic, division, "queue_messaging", "Thank you, we have got your message.")), 3);
        }
    }

    /// <summary>What was begun and never went live.</summary>
    private void AddDrafts()
    {
        Add(SampleFaults.DisconnectedParts(Line("Draft_Sales_Campaign", "call", "campaign", _sales, "queue_sales", "Our offer of the week.")), 1, isLive: false);
        Add(SampleFaults.CallsNobody(Line("Draft_Support_Callback", "call", "callback", _support, "queue_support", "We call you back.")), 1, isLive: false);
        Add(SampleFaults.LoopWithoutCaller(Line("Draft_Hold_Music", "call", "waiting", _support, "queue_support", "You are next in line.")), 1, isLive: false);
    }

    private string Add(string text, int versions, bool isLive = true) =>
        _org.Import(Documents.GetOrAdd((text, versions), key => History(key.Text, key.Versions)), isLive: isLive, age: TimeSpan.FromDays(30)).Id;

    /// <summary>A definition, after versions of it that differ in their description.</summary>
    private static ImmutableArray<FlowDocument> History(string text, int versions)
    {
        var source = new SourceText(text);
        var newest = FlowDocument.From(source, Root(source));
        var states = ImmutableArray.CreateBuilder<FlowDocument>(versions);
        for (var number = 1; number < versions; number++)
        {
            var edit = new SourceText($"{{\"description\":{JsonPrinter.Quote($"As of version {number}.")}}}");
            states.Add(newest.Merge(edit, Root(edit)));
        }

        states.Add(newest);
        return states.MoveToImmutable();
    }

    private static MappingNode Root(SourceText source) =>
        JsonText.Parse(source) is { IsWellFormed: true, Root: MappingNode root } ? root : throw new InvalidOperationException($"A sample definition is not a JSON object:\n{source}");

    private static SampleLine Line(string name, string type, string topic, OrgDivision division, string queue, string greeting) =>
        new(name, type, topic.ToLowerInvariant(), division, queue) { Greeting = greeting };
}
