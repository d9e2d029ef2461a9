using System.Text;
using Patchbay.Core.Syntax;

namespace Patchbay.Client.Stores;

/// <summary>Makes JSON merge patches (RFC 7396) out of two definitions.</summary>
internal static class MergePatch
{
    /// <summary>What a patch may do.</summary>
    public enum Reach
    {
        /// <summary>Only give members that are there other values, so that the order of keys cannot suffer.</summary>
        ReplaceOnly,

        /// <summary>Also add and remove members; added ones come last.</summary>
        AddAndRemove,
    }

    /// <summary>The patch that takes one definition to the other, with the version it was made from.</summary>
    /// <param name="before">The definition as it is.</param>
    /// <param name="after">The definition as it shall be.</param>
    /// <param name="version">The version that it was made from.</param>
    /// <param name="reach">What the patch may do.</param>
    /// <returns>The patch as JSON text; null where a merge patch cannot say it: it cannot set a null, nor address one of two keys of the same name.</returns>
    public static string? Between(DefinitionText before, DefinitionText after, int version, Reach reach)
    {
        var patch = new Writer(before, after, reach);
        return patch.TryAppend(before.Root, after.Root, $"\"version\":{version}") ? patch.ToString() : null;
    }

    private sealed class Writer(DefinitionText before, DefinitionText after, Reach reach)
    {
        private readonly StringBuilder _text = new();

        public override string ToString() => _text.ToString();

        public bool TryAppend(MappingNode old, MappingNode wanted, string first)
        {
            if (HasDuplicates(old) || HasDuplicates(wanted) || (reach == Reach.ReplaceOnly && !old.Entries.Select(entry => entry.Key).SequenceEqual(wanted.Entries.Select(entry => entry.Key), StringComparer.Ordinal)))
            {
                return false;
            }

            _text.Append('{').Append(first);
            foreach (var entry in old.Entries.Where(entry => wanted[entry.Key] is null))
            {
                Name(JsonPrinter.Compact(before.Source, entry.KeyNode));
                _text.Append("null");
            }

            foreach (var entry in wanted.Entries)
            {
                var was = old[entry.Key];
                var value = JsonPrinter.Compact(after.Source, entry.Value);
                if (was is not null && JsonPrinter.Compact(before.Source, was) == value)
                {
                    continue;
                }

                Name(JsonPrinter.Compact(after.Source, entry.KeyNode));
                if (was is MappingNode from && entry.Value is MappingNode to)
                {
                    if (!TryAppend(from, to, ""))
                    {
                        return false;
                    }
                }
                else if (HoldsNull(entry.Value))
                {
                    return false;
                }
                else
                {
                    _text.Append(value);
                }
            }

            _text.Append('}');
            return true;
        }

        private void Name(string key) => _text.Append(_text[^1] == '{' ? "" : ",").Append(key).Append(':');

        private static bool HasDuplicates(MappingNode node) => node.Entries.Select(entry => entry.Key).Distinct(StringComparer.Ordinal).Count() != node.Entries.Length;

        /// <summary>Whether a merge would lose a null. Those within lists are safe, for lists are replaced as a whole.</summary>
        private static bool HoldsNull(SyntaxNode node) => node switch
        {
            ScalarNode scalar => scalar.IsNull,
            MappingNode mapping => HasDuplicates(mapping) || mapping.Entries.Any(entry => HoldsNull(entry.Value)),
            _ => false,
        };
    }
}
