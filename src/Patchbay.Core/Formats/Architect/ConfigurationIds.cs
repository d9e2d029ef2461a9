using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Gives the parts of a flow the ids and the tracking numbers that its configuration knows them by: always the same for the same flow, made from its type, its name and the names of its parts.</summary>
/// <param name="flow">The flow.</param>
/// <param name="find">Finds ids of things of the org; null where there is no org to ask.</param>
internal sealed class ConfigurationIds(Flow flow, FindThingId? find)
{
    private readonly string[] _ids = new string[flow.Elements.Length];
    private readonly int[] _numbers = NumbersOf(flow);

    /// <summary>The tracking number that the next new part gets.</summary>
    public int NextNumber { get; private set; } = NumbersOf(flow).Append(FirstNumber - 1).Max() + 1;

    private const int FirstNumber = 10;

    /// <summary>The id of an element.</summary>
    public string Of(int element) => _ids[element] ??= Part($"element {flow.Elements[element].Id}");

    /// <summary>The id of the container that the task within a choice is.</summary>
    public string TaskWithin(int choice) => Part($"task within {flow.Elements[choice].Id}");

    /// <summary>The id of what a choice does.</summary>
    public string ActionOf(int choice) => Part($"action of {flow.Elements[choice].Id}");

    /// <summary>The id of another part.</summary>
    /// <param name="what">What it is: unique within the flow.</param>
    public string Part(string what) => Hash($"{flow.Type}\n{flow.Name}\n{what}");

    /// <summary>The id of a thing of the org.</summary>
    public string Thing(DependencyKind kind, string name) => find?.Invoke(kind, name) ?? Hash($"{kind}\n{name}");

    /// <summary>The tracking number of an element: the one at the end of its <c>refId</c>, or else one of its own.</summary>
    public int NumberOf(int element)
    {
        if (_numbers[element] == 0)
        {
            _numbers[element] = NextNumber++;
        }

        return _numbers[element];
    }

    /// <summary>A tracking number for a part that is no element.</summary>
    public int Another() => NextNumber++;

    /// <summary>The numbers that exports put at the end of <c>refId</c>s, each taken once; 0 for an element without one.</summary>
    private static int[] NumbersOf(Flow flow)
    {
        var numbers = new int[flow.Elements.Length];
        var taken = new HashSet<int>();
        for (var i = 0; i < numbers.Length; i++)
        {
            var refId = flow.Elements[i].RefId;
            var tail = refId.AsSpan(refId.LastIndexOf('_') + 1);
            numbers[i] = refId.Contains('_', StringComparison.Ordinal) && tail.Length < 9 && int.TryParse(tail, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && taken.Add(number) ? number : 0;
        }

        return numbers;
    }

    private static string Hash(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }
}
