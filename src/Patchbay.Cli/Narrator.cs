namespace Patchbay.Cli;

/// <summary>Tells a story in steps on standard output; says nothing where the result is wanted as JSON.</summary>
/// <param name="call">The invocation.</param>
internal sealed class Narrator(Invocation call)
{
    private int _steps;

    /// <summary>Begins.</summary>
    public void Title(string title, string sentences) => Draw(canvas => canvas.Line().Line(title, Ink.Bold).Line().Paragraph(sentences));

    /// <summary>Begins a step.</summary>
    /// <param name="title">What is done, as an order.</param>
    /// <param name="sentences">Why, and what to look at.</param>
    /// <param name="command">What one would type after <c>patchbay</c>; null where one would write a file.</param>
    public void Step(string title, string sentences, string? command) => Draw(canvas =>
    {
        canvas.Line().Rule($"{++_steps}. {title}").Paragraph(sentences).Line();
        if (command is not null)
        {
            canvas.Write("$ ", Ink.Dim).Line($"patchbay {command}", Ink.Cyan);
        }
    });

    /// <summary>Shows a result.</summary>
    public void Show(IView view) => Draw(view.Draw);

    /// <summary>Shows a file's text.</summary>
    public void Text(string text) => Draw(canvas =>
    {
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            canvas.Line($"    {line}", Ink.Cyan);
        }
    });

    /// <summary>Explains what was just seen.</summary>
    public void Remark(string sentences) => Draw(canvas => canvas.Line().Paragraph(sentences));

    /// <summary>Says that something went well.</summary>
    public void Good(string sentence) => Draw(canvas => canvas.Line(sentence, Ink.Green));

    /// <summary>Draws anything.</summary>
    public void Draw(Action<Canvas> draw)
    {
        if (!call.WantsJson)
        {
            var canvas = call.Terminal.NewCanvas();
            draw(canvas);
            call.Terminal.Result(canvas.ToString());
        }
    }
}
