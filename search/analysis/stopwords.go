package analysis

import "strings"

// Stop words are kept in both streams, so that phrases hold. They count for less in one place alone: in a query of several
// bare words they need not occur. The lists are short, of words that carry no subject in any paper of a conference; "no",
// "not", "all" and "against" are left out of them on purpose.
var (
	englishStop = strings.Fields(`a an and are as at be been being by for from had has have he her his if in into is it its of on or
		she so such that the their them then there these they this those to was we were which who will with would`)
	frenchStop = strings.Fields(`à au aux avec ce ces cet cette d dans de des du elle elles en est et été être eux il ils j je l la le les
		leur leurs lui mais me même n ne nous on ou où par pour qu que qui s sa se ses si son sont sur un une vous y`)
	spanishStop = strings.Fields(`a al ante como con cual cuando de del desde donde e el ella ellas ellos en entre era es esa esas ese eso
		esos esta está están estas este esto estos fue ha han la las le les lo los más me mi o para pero por que qué se sea ser
		si sin sobre son su sus también un una uno unos unas y ya`)
	russianStop = strings.Fields(`а без бы был была были было быть в во вы где да для до его ее её если же за и из или им их к как ко
		когда кто ли мы на над нас него нее ней них о об он она они оно от по под при с со так также те тем то того той только том
		тот у уже что чтобы эта эти это этого этой этом этот я`)
	arabicStop = strings.Fields(`أن أو أي إذا إلى إن التي الذي الذين اللذان به بها بين تلك ثم حتى ذلك على عن عند فإن في فيه فيها قد كان
		كانت كل كما لا لأن له لها لم ما مع من منها منه هذا هذه هو هي و وفي ومن`)
)
