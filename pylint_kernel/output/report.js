"use strict";
const findings = [...document.querySelectorAll("article")].map((element) => ({
	element,
	level: element.dataset.level,
	type: element.dataset.type,
	file: element.parentElement.id,
	text: `${element.parentElement.dataset.path} ${element.textContent}`.toLowerCase(),
}));
const sections = [...document.querySelectorAll("main section")];
const search = document.querySelector("nav input");
const buttons = [...document.querySelectorAll("nav button")];

/** What is pressed, by the kind of button; of a kind of which none is, all count. */
function chosen(kind) {
	return new Set(buttons.filter((one) => one.dataset[kind] && one.ariaPressed === "true").map((one) => one.dataset[kind]));
}

function apply() {
	const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
	const [levels, types, files] = ["level", "type", "file"].map(chosen);
	const wants = (set, value) => !set.size || set.has(value);
	let shown = 0;
	for (const one of findings) {
		const visible = wants(levels, one.level) && wants(types, one.type) && wants(files, one.file)
			&& words.every((word) => one.text.includes(word));
		one.element.hidden = !visible;
		shown += visible;
	}
	for (const section of sections) {
		section.hidden = !section.querySelector("article:not([hidden])");
	}
	document.querySelector("#shown").textContent = `${shown} of ${findings.length} shown`;
}

/** Go to the next finding that is shown, or the one before. */
function go(step) {
	const shown = findings.map((one) => one.element).filter((one) => !one.hidden);
	const at = shown.indexOf(document.activeElement);
	const next = shown[at < 0 ? 0 : Math.min(Math.max(at + step, 0), shown.length - 1)];
	next?.focus();
	next?.scrollIntoView({ block: "nearest" });
}

for (const button of buttons) {
	button.addEventListener("click", () => {
		button.ariaPressed = button.ariaPressed === "true" ? "false" : "true";
		apply();
	});
}
search.addEventListener("input", apply);
document.addEventListener("keydown", (event) => {
	if (event.ctrlKey || event.altKey || event.metaKey) {
		return;
	}
	if (event.key === "Escape") {
		search.value = "";
		buttons.forEach((one) => { one.ariaPressed = "false"; });
		search.blur();
		apply();
	} else if (event.target === search) {
		return;
	} else if (event.key === "/") {
		event.preventDefault();
		search.focus();
	} else if (event.key === "j") {
		go(1);
	} else if (event.key === "k") {
		go(-1);
	} else if (event.key === "f") {
		const fix = document.activeElement?.querySelector("details");
		if (fix) {
			fix.open = !fix.open;
		}
	}
});
apply();
