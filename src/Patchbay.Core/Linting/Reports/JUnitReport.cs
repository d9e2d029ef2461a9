using System.Text;
using System.Xml;
using Patchbay.Core.Diagnostics;

namespace Patchbay.Core.Linting.Reports;

/// <summary>Findings as JUnit XML, which CI servers show as test results: a suite for each file, a failed case for each error and warning, a passed one for a file without any.</summary>
public static class JUnitReport
{
    /// <summary>All findings as one document, with a line break at its end. Findings that are information only are passed cases with their message as output.</summary>
    /// <param name="files">What was found.</param>
    public static string Write(IReadOnlyCollection<LintedFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var report = new StringBuilder();
        using (var xml = XmlWriter.Create(report, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "patchbay validate");
            xml.WriteAttributeString("tests", Number(files.Sum(Cases)));
            xml.WriteAttributeString("failures", Number(files.Sum(Failures)));
            foreach (var file in files)
            {
                WriteSuite(xml, file);
            }

            xml.WriteEndElement();
        }

        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{report}\n";
    }

    private static void WriteSuite(XmlWriter xml, LintedFile file)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Clean(file.Path));
        xml.WriteAttributeString("tests", Number(Cases(file)));
        xml.WriteAttributeString("failures", Number(Failures(file)));
        foreach (var diagnostic in file.Diagnostics)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", Clean(file.Path));
            xml.WriteAttributeString("name", $"{diagnostic.Id} at {file.Source.GetPosition(diagnostic.Span.Start)}");
            if (diagnostic.Severity == Severity.Info)
            {
                xml.WriteElementString("system-out", Clean(TextReport.Line(file, diagnostic)));
            }
            else
            {
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("type", LintedFile.Word(diagnostic.Severity));
                xml.WriteAttributeString("message", Clean(diagnostic.Message));
                xml.WriteString(Clean(TextReport.Line(file, diagnostic)));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        if (file.Diagnostics.IsEmpty)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("classname", Clean(file.Path));
            xml.WriteAttributeString("name", "nothing found");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static int Cases(LintedFile file) => Math.Max(1, file.Diagnostics.Length);

    private static int Failures(LintedFile file) => file.Diagnostics.Count(diagnostic => diagnostic.Severity > Severity.Info);

    private static string Number(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The text with what XML cannot hold replaced.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                clean.Append(text, i, 2);
                i++;
            }
            else
            {
                clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
            }
        }

        return clean.ToString();
    }
}
